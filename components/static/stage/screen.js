// The stage itself: one slide as large as the window, and what a key lays over it.

((stage) => {
  const { el } = stage;
  const TOLD = 2600; // milliseconds a remark stays
  const IDLE = 3000; // milliseconds after which pointer and button go

  const HELP = [
    ["next", ["next", "right", "space"]], ["previous", ["previous", "left"]], ["first", ["home"]], ["last", ["end"]],
    ["reserve", ["r"]], ["extent", ["a"]], ["blank", ["b", "dot"]], ["white", ["w"]], ["full", ["f"]],
    ["notes", ["n"]], ["timer", ["t"]], ["timer_reset", ["shift_t"]], ["votes", ["v"]], ["speaker", ["s"]],
    ["list", ["o"]], ["sources", ["i"]], ["language", ["l"]], ["ground", ["d"]], ["follow", ["y"]], ["leave", ["escape"]],
  ];

  stage.openScreen = (room, windows) => {
    const { order } = room;
    const root = document.documentElement;
    const box = el("div", { class: "rc-slides" });
    const blank = el("div", { class: "rc-blank", hidden: true });
    const spoken = el("div", { class: "rc-unseen", role: "status", "aria-live": "polite" });
    const table = el("div", { class: "rc-unseen" });
    const caption = el("div", { class: "rc-caption" });
    const notes = el("aside", { class: "rc-notes", hidden: true });
    const timer = el("div", { class: "rc-chip rc-timer", role: "timer", hidden: true });
    const digits = el("div", { class: "rc-chip rc-digits", role: "status", hidden: true });
    const remark = el("div", { class: "rc-chip rc-toast", role: "status", hidden: true });
    const menu = el("button", { type: "button", class: "rc-menu", onclick: () => run("help") }, "?");
    const main = el("main", { id: "rc-stage", tabindex: "-1" }, box, caption, blank, spoken, table, notes, timer, digits, remark, menu);
    const slides = stage.makeSlides(box, order);
    let told = 0;
    let later = 0;

    const toast = (text) => {
      remark.textContent = text;
      remark.hidden = false;
      clearTimeout(told);
      told = setTimeout(() => { remark.hidden = true; }, TOLD);
    };
    const acts = stage.makeActs(room, { toast });

    const go = (held) => {
      closePanels();
      acts.go(held);
    };
    const list = stage.makeSceneList(room, go);
    const votes = stage.makeVoteForm(room, acts);
    const help = stage.makeHelp(room, (act) => {
      closePanels();
      run(act);
    }, HELP.filter(([act]) => !(stage.isFile && (act === "leave" || act === "follow")) && !(stage.key && act === "follow")));
    const sources = stage.makeSources(room);
    const parts = { list, votes, help, sources };
    const panels = Object.fromEntries(Object.keys(parts).map((name) => [name, stage.makePanel(name, main)]));
    for (const [name, panel] of Object.entries(panels)) panel.body.append(parts[name].node);
    main.append(...Object.values(panels).map((panel) => panel.node));
    document.body.append(main);

    const closePanels = () => {
      const open = Object.values(panels).filter((panel) => panel.isOpen);
      for (const panel of open) panel.close();
      return open.length > 0;
    };
    const toggle = (name, focus) => {
      const wasOpen = panels[name].isOpen;
      closePanels();
      if (!wasOpen) {
        drawPanels(room.state);
        panels[name].open(focus);
      }
    };

    const run = (act) => {
      switch (act) {
        case "full": return enterFull();
        case "notes": return showNotes(notes.hidden);
        case "timer":
          acts.timer();
          timer.hidden = false;
          return tick();
        case "timer_reset":
          acts.timer_reset();
          timer.hidden = true;
          return undefined;
        case "votes": return toggle("votes", votes.first);
        case "list": return toggle("list", list.current);
        case "help": return toggle("help");
        case "sources": return toggle("sources", sources.first);
        case "speaker": return windows.openSpeaker() ? undefined : toast(stage.translator(room.state.language)("stage.live.no_window"));
        case "follow": return windows.toggleFollow?.();
        case "leave": return leave();
        default: return acts[act]();
      }
    };

    const enterFull = () => {
      const change = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.({ navigationUI: "hide" });
      change?.catch(() => {}); // a browser may refuse: the stage is the same in a window
    };

    const showNotes = (isShown) => {
      notes.hidden = !isShown;
      drawNotes(room.state);
    };

    const closeAll = () => {
      if (closePanels()) return true;
      if (notes.hidden) return false;
      notes.hidden = true;
      return true;
    };

    const leave = () => {
      const home = stage.settings.home?.[room.state.language];
      if (home) location.assign(home);
    };

    stage.listenToKeys({
      run, leave,
      go(label) {
        const held = order.labelled(label.replace(/\.$/, ""));
        if (held) go(held);
        else toast(stage.translator(room.state.language)("stage.live.no_scene", { label }));
      },
      typed(text) {
        const held = order.labelled(text.replace(/\.$/, ""));
        const title = held && order.face(held, room.state.language, "programme").title;
        digits.textContent = title ? `${text} · ${title}` : text;
        digits.hidden = !text;
      },
      close: closeAll,
    });
    stage.listenToTouch(box, run);
    stage.listenToTouch(blank, run);

    let idle = 0;
    const wake = () => {
      root.classList.add("rc-awake");
      clearTimeout(idle);
      idle = setTimeout(() => root.classList.remove("rc-awake"), IDLE);
    };
    for (const kind of ["pointermove", "pointerdown"]) window.addEventListener(kind, wake, { passive: true });

    // ---- drawing

    const drawNotes = (state) => {
      if (notes.hidden) return;
      const t = stage.translator(state.language);
      const face = order.faceOf(state);
      stage.fill(notes,
        el("p", { class: "rc-notes-sentence" }, face.sentence),
        face.follow_up ? el("p", { class: "rc-notes-follow" }, face.follow_up) : null,
        el("p", { class: "rc-notes-text" }, face.notes || t("stage.live.no_notes")));
    };

    const drawPanels = (state) => {
      const t = stage.translator(state.language);
      for (const [name, part] of Object.entries(parts)) {
        panels[name].say(t(`stage.live.panel_${name}`), t("stage.live.close"));
        part.update(state);
      }
    };

    const tick = () => {
      if (timer.hidden) return;
      const { state } = room;
      const shown = stage.duration(stage.talkClock(state) / 1000);
      timer.textContent = state.started_at === null ? `${shown} · ${stage.translator(state.language)("stage.live.paused")}` : shown;
    };
    setInterval(tick, 500);

    // What is not seen at once waits until the slide is painted.
    let said = null;
    const afterPaint = (state) => {
      const face = order.faceOf(state);
      if (said !== face) {
        said = face;
        document.title = `${face.title} · ${order.deck.programme.title[state.language]}`;
        spoken.textContent = `${face.title} ${face.sentence}`;
        stage.fill(table, stage.tableOf(face));
        // Seen on a phone held upright only: there the slide is small, and the words fit under it.
        stage.fill(caption, el("p", {}, face.sentence), face.follow_up ? el("p", { class: "rc-caption-follow" }, face.follow_up) : null);
      }
      drawNotes(state);
      if (Object.values(panels).some((panel) => panel.isOpen)) drawPanels(state);
      tick();
      slides.prepare(neighbours(state), state);
    };

    const neighbours = (state) => {
      const held = order.scene(state.scene);
      const [reserve] = order.behind(held);
      const places = [order.after(state), order.before(state), reserve && { scene: reserve, step: 0 }, held.reserve ? { scene: order.mainOf(held), step: 0 } : null];
      return [[held, state.step], ...places.filter(Boolean).map((place) => [place.scene, place.step])];
    };

    const draw = (state) => {
      root.dataset.ground = state.ground;
      root.lang = state.language;
      slides.show(order.scene(state.scene), state.step, state);
      blank.hidden = !state.blank;
      blank.dataset.ground = state.blank === "white" ? "light" : "dark";
      menu.setAttribute("aria-label", stage.translator(state.language)("stage.live.act_help"));
      cancelAnimationFrame(later);
      later = requestAnimationFrame(() => setTimeout(() => afterPaint(room.state)));
    };

    room.subscribe(draw);
    draw(room.state);
    main.focus();
    wake();
    return { toast };
  };
})(globalThis.rcStage ??= {});
