"""Pictures and documents can write every name of the tables."""

from fontTools.ttLib import TTFont
from shipped import shipped_dataset

from components.fonts import font_dir

WEIGHTS = {400, 600}


def _letters(weight: int) -> set[int]:
    found: set[int] = set()
    for file in font_dir().glob("*.ttf"):
        with TTFont(file) as font:
            is_italic = bool(font["OS/2"].fsSelection & 1)
            if font["OS/2"].usWeightClass == weight and not is_italic:
                found |= font.getBestCmap().keys()
    return found


def test_every_letter_of_every_place_name_has_a_shape_in_both_weights():
    names = "".join(
        f"{city.name_fr}{city.name_en}{city.name_local or ''}"
        for city in shipped_dataset().cities.values()
    )
    for weight in WEIGHTS:
        letters = _letters(weight)
        missing = {letter for letter in names if ord(letter) not in letters}
        assert not missing, f"no letter at weight {weight}: {missing}"


def test_typographic_signs_of_french_have_a_shape():
    signs = "«»’…–—−·œŒ≥≤→\u00a0\u202f"
    letters = _letters(400)
    assert not [sign for sign in signs if ord(sign) not in letters]
