// What may lie over the stage or stand in the speaker view: list of scenes, fields of the votes, help.

((stage) => {
  const { el } = stage;

  // A panel over the page. Opening it takes the focus there, closing gives it back to the stage.
  stage.makePanel = (name, home) => {
    const head = el("h2", { id: `rc-${name}-title` });
    const body = el("div", { class: "rc-panel-body" });
    const close = el("button", { type: "button", class: "rc-button rc-panel-close", onclick: () => panel.close() });
    const node = el("section", {
      class: `rc-panel rc-panel-${name}`, role: "dialog", "aria-labelledby": head.id, tabindex: "-1", hidden: true,
    }, el("header", { class: "rc-panel-head" }, head, close), body);
    const panel = {
      node, body,
      get isOpen() { return !node.hidden; },
      say(title, closing) {
        head.textContent = title;
        close.textContent = closing;
      },
      open(focus) {
        node.hidden = false;
        (focus?.() ?? node).focus();
      },
      close() {
        node.hidden = true;
        home.focus();
      },
    };
    return panel;
  };

  // Every scene by session; the one on the wall is marked. Arrows go from one to the next.
  stage.makeSceneList = (room, go) => {
    const { order } = room;
    const node = el("div", { class: "rc-list", "data-rc-arrows": true });
    let drawn = "";
    let buttons = new Map();

    const row = (held, state) => {
      const face = order.face(held, state.language, "programme");
      const button = el("button", {
        type: "button", class: held.reserve ? "rc-row rc-row-reserve" : "rc-row", "data-scene": held.id,
        onclick: () => go(held),
      },
        el("span", { class: "rc-row-number" }, held.label),
        el("span", { class: "rc-row-title" }, face.title),
        held.seconds ? el("span", { class: "rc-row-time" }, stage.duration(held.seconds)) : null);
      buttons.set(held.id, button);
      return el("li", {}, button);
    };

    const draw = (state) => {
      const t = stage.translator(state.language);
      buttons = new Map();
      stage.fill(node, order.deck.programme.sessions.map((session) => {
        const held = order.scenes.filter((scene) => scene.session === session.id);
        return held.length === 0 ? null : el("section", {},
          el("h3", {}, `${session.title[state.language]} · ${t("stage.live.minutes", { count: session.minutes })}`),
          el("ol", {}, held.map((scene) => row(scene, state))));
      }));
    };

    node.addEventListener("keydown", (event) => {
      const all = [...buttons.values()];
      const at = all.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || at < 0) return;
      event.preventDefault();
      all[Math.min(all.length - 1, Math.max(0, at + step))].focus();
    });

    return {
      node,
      update(state) {
        if (drawn !== state.language) {
          draw(state);
          drawn = state.language;
        }
        for (const [id, button] of buttons) {
          if (id === state.scene) button.setAttribute("aria-current", "true");
          else button.removeAttribute("aria-current");
        }
      },
      current: () => buttons.get(room.state.scene),
    };
  };

  // A field for each option of the scene; an empty one means that nobody counted.
  stage.makeVoteForm = (room, acts) => {
    const { order } = room;
    const node = el("form", { class: "rc-votes", autocomplete: "off", onsubmit: (event) => event.preventDefault() });
    const result = el("p", { class: "rc-votes-result", role: "status" });
    let drawn = "";
    let fields = new Map();

    const draw = (state, held, face) => {
      const t = stage.translator(state.language);
      fields = new Map();
      if (!face.vote) {
        stage.fill(node, el("p", { class: "rc-quiet" }, t("stage.live.no_votes")));
        return;
      }
      const rows = held.options.map((key) => {
        const field = el("input", {
          type: "number", min: "0", max: "9999", step: "1", inputmode: "numeric", disabled: !room.mayMove,
          oninput: () => {
            const count = Number(field.value);
            const isCount = field.value !== "" && Number.isInteger(count) && count >= 0 && count <= 9999;
            if (isCount || field.value === "") acts.vote(held.id, key, isCount ? count : null);
          },
        });
        fields.set(key, field);
        return el("label", { class: "rc-vote-row" }, el("span", {}, face.vote.options[key]), field);
      });
      stage.fill(node,
        el("p", { class: "rc-quiet" }, t("stage.live.votes_how")), rows, result,
        el("button", { type: "button", class: "rc-button", disabled: !room.mayMove, onclick: () => acts.votes_clear(held.id) }, t("stage.live.votes_clear")));
    };

    return {
      node,
      update(state) {
        const held = order.scene(state.scene);
        const face = order.faceOf(state);
        const mark = `${held.id} ${state.language} ${state.extent} ${room.role}`;
        if (drawn !== mark) {
          draw(state, held, face);
          drawn = mark;
        }
        const counts = state.votes[held.id] ?? {};
        for (const [key, field] of fields) {
          if (field !== document.activeElement) field.value = counts[key] ?? "";
        }
        result.textContent = stage.voteResult(face, counts) ?? "";
      },
      first: () => fields.values().next().value,
    };
  };

  // Keys and what they do; each line is a button, for those who have no keyboard.
  stage.makeHelp = (room, run, lines) => {
    const node = el("div", { class: "rc-help" });
    let drawn = "";
    return {
      node,
      update(state) {
        if (drawn === state.language) return;
        drawn = state.language;
        const t = stage.translator(state.language);
        stage.fill(node, el("ul", {}, lines.map(([act, keys]) => el("li", {},
          el("button", { type: "button", class: "rc-row", onclick: () => run(act) },
            el("span", { class: "rc-row-keys" }, keys.map((key) => el("kbd", {}, t(`stage.live.key_${key}`)))),
            el("span", { class: "rc-row-title" }, t(`stage.live.act_${act}`)))))),
          el("p", { class: "rc-quiet" }, t("stage.live.help_numbers")));
      },
    };
  };
})(globalThis.rcStage ??= {});
