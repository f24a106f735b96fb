"""An empty presentation in the house style: theme, master and layouts; all of it written here.

Placeholders carry everything around a chart, so that titles show in the outline, a screen reader reads
them first, and whoever changes the master changes every slide.
"""

from __future__ import annotations

from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu

from components.i18n import Language, Translate
from components.stage.powerpoint.theme import (
    BODY_WIDTH,
    EDITION,
    EMU,
    FAMILY,
    HEIGHT,
    KICKER,
    MARGIN,
    PANOSE,
    SOURCE,
    SUBTITLE,
    THEME_COLOURS,
    TITLE,
    UNKNOWN,
    WIDTH,
    Box,
    colour,
)

KICKER_AT, SUBTITLE_AT, UNKNOWN_AT, SOURCE_AT, EDITION_AT, NUMBER_AT = 10, 11, 12, 13, 14, 15
"""Numbers of the placeholders of a slide, beside its title."""

TITLE_BOX = Box(MARGIN, 38, BODY_WIDTH, 88)
KICKER_BOX = Box(MARGIN, 15, BODY_WIDTH, 22)
SUBTITLE_BOX = Box(MARGIN, 127, BODY_WIDTH, 24)
UNKNOWN_BOX = Box(MARGIN, 436, BODY_WIDTH, 28)
RULE_AT = 470.0
SOURCE_BOX = Box(MARGIN, 475, BODY_WIDTH, 24)
EDITION_BOX = Box(MARGIN, 506, BODY_WIDTH - 180, 18)
NUMBER_BOX = Box(WIDTH - MARGIN - 170, 506, 170, 18)

TITLE_LEADING = 1.05
"""Line spacing of a headline, as a share of what the family asks for."""

LANGUAGE_TAG: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}
SCENE_LAYOUT, DIVIDER_LAYOUT = 0, 1

_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office PowerPoint</Application></Properties>"
)


def empty_deck(language: Language, t: Translate) -> Deck:
    """A presentation of 16:9 without a slide, with two layouts: a scene, a divider."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(int(WIDTH * EMU)), Emu(int(HEIGHT * EMU))
    size = deck.part._element.find(qn("p:sldSz"))
    if size is not None and "type" in size.attrib:
        del size.attrib["type"]
    _forget_origin(deck)
    kept = {5: SCENE_LAYOUT, 0: DIVIDER_LAYOUT}
    layouts = list(deck.slide_layouts)
    for place, layout in enumerate(layouts):
        if place not in kept:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    scene, divider = layouts[5], layouts[0]
    _order(master, [scene, divider])
    _dress(master)
    tag = LANGUAGE_TAG[language]
    _fill(master, _master_shapes(tag), background=True)
    _restyle(master)
    for layout, name, shapes in (
        (scene, t("stage.decks.layout.scene"), _scene_shapes(tag)),
        (divider, t("stage.decks.layout.divider"), _divider_shapes(tag)),
    ):
        layout._element.attrib.pop("type", None)
        _fill(layout, shapes)
        layout._element.cSld.set("name", name)
    return deck


def dress_notes(deck: Deck) -> None:
    """Give the notes the same fonts and colours as the slides; after the first notes are made."""
    _dress(deck.notes_master)


def theme_xml() -> bytes:
    """Theme of the file: our palette and family, and flat shapes without shadow."""
    slots = "".join(
        f'<a:{slot}><a:srgbClr val="{colour(role)}"/></a:{slot}>'
        for slot, role in THEME_COLOURS.items()
    )
    font = (
        f'<a:latin typeface="{FAMILY}" panose="{PANOSE}"/><a:ea typeface=""/><a:cs typeface=""/>'
        '<a:font script="Khmr" typeface="Noto Sans Khmer"/>'
        '<a:font script="Laoo" typeface="Noto Sans Lao"/>'
        '<a:font script="Arab" typeface="Arial"/>'
        '<a:font script="Armn" typeface="Arial"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    edge = (
        f'<a:ln w="12700" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    )
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<a:theme {nsdecls("a")} name="Regards croisés"><a:themeElements>'
        f'<a:clrScheme name="Regards croisés">{slots}</a:clrScheme>'
        f'<a:fontScheme name="Regards croisés"><a:majorFont>{font}</a:majorFont>'
        f"<a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Regards croisés"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{edge * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>"
        "<a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    ).encode()


def _dress(master: Any) -> None:
    theme = master.part.part_related_by(RT.THEME)
    if isinstance(theme, XmlPart):
        theme._element = parse_xml(theme_xml())
    else:
        theme.blob = theme_xml()


def _forget_origin(deck: Deck) -> None:
    """Drop what the library's own template says of itself: picture, printer, program."""
    package = deck.part.package
    for relations in (package._rels, deck.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype in {RT.THUMBNAIL, RT.PRINTER_SETTINGS}:
                relations.pop(key)
    application = package.part_related_by(RT.EXTENDED_PROPERTIES)
    assert isinstance(application, Part)
    application.blob = _APPLICATION


def _order(master: Any, layouts: list[Any]) -> None:
    """Put the layouts in this order."""
    listed = master._element.find(qn("p:sldLayoutIdLst"))
    by_part = {master.part.related_part(item.rId): item for item in list(listed)}
    for layout in layouts:
        listed.append(by_part[layout.part])


def _fill(sheet: Any, shapes: str, *, background: bool = False) -> None:
    """Replace everything drawn on a master or a layout."""
    ground = (
        '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        if background
        else ""
    )
    fresh = parse_xml(
        f"<p:cSld {nsdecls('p', 'a', 'r')}>{ground}<p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>"
    )
    old = sheet._element.cSld
    old.getparent().replace(old, fresh)


def _restyle(master: Any) -> None:
    """Text styles of the master: nothing but our sizes, no bullets."""
    old = master._element.find(qn("p:txStyles"))
    level = (
        '<a:{name} marL="0" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        'hangingPunct="1">{spacing}<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        '<a:defRPr sz="{size}" b="{bold}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        '<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/>'
        "</a:defRPr></a:{name}>"
    )
    spacing = f'<a:lnSpc><a:spcPct val="{round(TITLE_LEADING / 1.2572 * 100_000)}"/></a:lnSpc>'
    title = level.format(name="lvl1pPr", spacing=spacing, size=TITLE * 100, bold=1, font="mj")
    levels = "".join(
        level.format(name=f"lvl{number}pPr", spacing="", size=SUBTITLE * 100, bold=0, font="mn")
        for number in range(1, 10)
    )
    fresh = parse_xml(
        f"<p:txStyles {nsdecls('p', 'a')}><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{levels}</p:otherStyle></p:txStyles>"
    )
    old.getparent().replace(old, fresh)


def _placeholder(
    number: int,
    name: str,
    kind: str,
    box: Box,
    *,
    size: int,
    tag: str,
    role: str = "tx1",
    anchor: str = "t",
    align: str = "l",
    field: bool = False,
) -> str:
    """A placeholder of a layout; ``kind`` is what stands in ``<p:ph …/>``."""
    prompt = (
        f'<a:fld id="{{8D4B6E2C-1A7F-4C55-9B1E-2F0A6C7D3E10}}" type="slidenum"><a:rPr lang="{tag}"/>'
        "<a:t>‹#›</a:t></a:fld>"
        if field
        else f'<a:r><a:rPr lang="{tag}"/><a:t>{name}</a:t></a:r>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{round(box.x * EMU)}" y="{round(box.y * EMU)}"/>'
        f'<a:ext cx="{round(box.width * EMU)}" cy="{round(box.height * EMU)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        f'<a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" '
        f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr algn="{align}">'
        f'<a:defRPr sz="{size * 100}"><a:solidFill><a:schemeClr val="{role}"/></a:solidFill></a:defRPr>'
        f"</a:lvl1pPr></a:lstStyle><a:p>{prompt}</a:p></p:txBody></p:sp>"
    )


def _master_shapes(tag: str) -> str:
    body = Box(MARGIN, 160, BODY_WIDTH, 270)
    return "".join(
        (
            _placeholder(2, "Title", 'type="title"', TITLE_BOX, size=TITLE, tag=tag),
            _placeholder(3, "Body", 'type="body" idx="1"', body, size=SUBTITLE, tag=tag),
            _number(4, 'type="sldNum" sz="quarter" idx="4"', tag),
        )
    )


def _number(number: int, kind: str, tag: str) -> str:
    return _placeholder(
        number,
        "Slide number",
        kind,
        NUMBER_BOX,
        size=EDITION,
        tag=tag,
        role="tx2",
        align="r",
        field=True,
    )


def _scene_shapes(tag: str) -> str:
    def words(number: int, name: str, at: int, box: Box, *, size: int, role: str) -> str:
        kind = f'type="body" sz="quarter" idx="{at}"'
        return _placeholder(number, name, kind, box, size=size, tag=tag, role=role)

    rule = (
        '<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="8" name="Rule"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
        "</p:nvCxnSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{round(MARGIN * EMU)}" y="{round(RULE_AT * EMU)}"/>'
        f'<a:ext cx="{round(BODY_WIDTH * EMU)}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/>'
        f'</a:prstGeom><a:ln w="12700"><a:solidFill><a:srgbClr val="{colour("rule")}"/></a:solidFill>'
        "</a:ln></p:spPr></p:cxnSp>"
    )
    return "".join(
        (
            _placeholder(2, "Title", 'type="title"', TITLE_BOX, size=TITLE, tag=tag),
            words(3, "Kicker", KICKER_AT, KICKER_BOX, size=KICKER, role="tx2"),
            words(4, "Subtitle", SUBTITLE_AT, SUBTITLE_BOX, size=SUBTITLE, role="tx2"),
            words(5, "Unknown", UNKNOWN_AT, UNKNOWN_BOX, size=UNKNOWN, role="tx1"),
            words(6, "Source", SOURCE_AT, SOURCE_BOX, size=SOURCE, role="tx2"),
            words(7, "Edition", EDITION_AT, EDITION_BOX, size=EDITION, role="tx2"),
            rule,
            _number(9, f'type="sldNum" sz="quarter" idx="{NUMBER_AT}"', tag),
        )
    )


def _divider_shapes(tag: str) -> str:
    title = Box(MARGIN, 190, BODY_WIDTH, 60)
    under = Box(MARGIN, 256, BODY_WIDTH, 90)
    kind = 'type="body" sz="quarter" idx="{}"'
    return "".join(
        (
            _placeholder(2, "Title", 'type="title"', title, size=48, tag=tag, anchor="b"),
            _placeholder(
                3, "Subtitle", kind.format(SUBTITLE_AT), under, size=24, tag=tag, role="tx2"
            ),
            _placeholder(
                4,
                "Edition",
                kind.format(EDITION_AT),
                EDITION_BOX,
                size=EDITION,
                tag=tag,
                role="tx2",
            ),
            _number(5, f'type="sldNum" sz="quarter" idx="{NUMBER_AT}"', tag),
        )
    )
