// « Says who? »: the sources of the scene, one key away; each opens in a window of its own.

((stage) => {
  const { el } = stage;

  stage.makeSources = (room) => {
    const { order } = room;
    const node = el("div", { class: "rc-list" });
    let drawn = "";

    const line = (source, language, t) => {
      const title = source.url
        ? el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer", lang: source.language }, source.title)
        : el("span", { lang: source.language }, source.title);
      const facts = [source.publisher, source.date[language], t("stage.live.grade", { grade: source.grade })];
      return el("li", { class: "rc-source" }, title, el("span", { class: "rc-quiet" }, facts.join(" · ")));
    };

    return {
      node,
      update(state) {
        const mark = `${state.scene} ${state.language} ${state.extent}`;
        if (drawn === mark) return;
        drawn = mark;
        const t = stage.translator(state.language);
        const face = order.faceOf(state);
        const sources = face.sources.map((id) => order.deck.sources[id]);
        stage.fill(node,
          el("p", { class: "rc-quiet" }, face.title),
          sources.length ? el("ol", { class: "rc-sources" }, sources.map((source) => line(source, state.language, t)))
            : el("p", {}, t("stage.live.no_sources")));
      },
      first: () => node.querySelector("a"),
    };
  };
})(globalThis.rcStage ??= {});
