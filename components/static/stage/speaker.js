// The speaker view: this scene and the next, what to say, the time; with the control link, the remote control.

((stage) => {
  const { el } = stage;
  const SYMBOLS = { none: "○", good: "●", early: "●", ahead: "▲", late: "▲", over: "■" };
  const TOLD = 2600;

  stage.openSpeaker = (room) => {
    const { order } = room;
    const root = document.documentElement;
    // The speaker's window keeps the ground of its machine: that of the stage is on the slides.
    if (!stage.settings.asked.includes("ground")) delete root.dataset.ground;
    const t = (key, values) => stage.translator(room.state.language)(key, values);

    const clock = el("span", { class: "rc-sp-clock", role: "timer" });
    const glance = el("span", { class: "rc-sp-glance", "aria-hidden": "true" });
    const pace = el("p", { class: "rc-sp-pace", role: "status" });
    const sign = el("p", { class: "rc-sp-sign", role: "status", hidden: true });
    const rights = el("p", { class: "rc-sp-rights" });
    const nowHead = el("h2", {});
    const nextHead = el("h2", {});
    const nowBox = el("div", { class: "rc-slides rc-sp-slide" });
    const nextBox = el("div", { class: "rc-slides rc-sp-slide" });
    const blank = el("p", { class: "rc-sp-blank", "data-ground": "dark", hidden: true });
    const end = el("p", { class: "rc-quiet", hidden: true });
    const words = el("section", { class: "rc-sp-words" });
    const times = el("section", { class: "rc-sp-times" });
    const voteHead = el("h2", {});
    const remark = el("p", { class: "rc-chip rc-toast", role: "status", hidden: true });
    const main = el("main", { id: "rc-speaker", tabindex: "-1" });
    const slides = stage.makeSlides(nowBox, order);
    const nextSlides = stage.makeSlides(nextBox, order);

    let told = 0;
    const toast = (text) => {
      remark.textContent = text;
      remark.hidden = false;
      clearTimeout(told);
      told = setTimeout(() => { remark.hidden = true; }, TOLD);
    };
    const acts = stage.makeActs(room, { toast });
    const go = (held) => {
      panel.close();
      acts.go(held);
    };
    const list = stage.makeSceneList(room, go);
    const votes = stage.makeVoteForm(room, acts);
    const panel = stage.makePanel("list", main);
    // Asked twice: everything that was counted and timed is lost.
    let isAsked = false;
    const again = el("button", {
      type: "button", class: "rc-button rc-restart",
      onclick: () => {
        if (isAsked) {
          panel.close();
          acts.restart();
        }
        isAsked = !isAsked;
        again.textContent = t(isAsked ? "stage.live.restart_sure" : "stage.live.restart");
      },
    });
    panel.body.append(list.node, again);
    const toggleList = () => {
      if (panel.isOpen) return panel.close();
      isAsked = false;
      drawPanel(room.state);
      return panel.open(list.current);
    };

    // ---- buttons

    const buttons = new Map();
    const button = (act, ...kinds) => {
      const node = el("button", { type: "button", class: ["rc-button", ...kinds].join(" "), onclick: () => run(act) });
      buttons.set(act, node);
      return node;
    };
    const bar = el("nav", { class: "rc-sp-bar" },
      el("div", { class: "rc-sp-small" }, ["blank", "reserve", "timer", "extent", "list", "language"].map((act) => button(act))),
      el("div", { class: "rc-sp-large" }, button("previous", "rc-large"), button("next", "rc-large", "rc-first")));

    main.append(
      el("header", { class: "rc-sp-head" }, clock, glance, pace, sign, rights),
      el("div", { class: "rc-sp-column" },
        el("section", {}, nowHead, el("div", { class: "rc-sp-frame" }, nowBox, blank)),
        words),
      el("div", { class: "rc-sp-column" },
        el("section", {}, nextHead, el("div", { class: "rc-sp-frame" }, nextBox), end),
        times,
        el("section", { class: "rc-sp-votes" }, voteHead, votes.node)),
      bar, panel.node, remark);
    document.body.append(main);

    const run = (act) => {
      switch (act) {
        case "list": return toggleList();
        case "votes": return votes.first()?.focus();
        case "help": case "notes": case "full": case "speaker": case "follow": case "sources": return undefined;
        default: return acts[act]();
      }
    };
    stage.listenToKeys({
      run,
      go(label) {
        const held = order.labelled(label.replace(/\.$/, ""));
        if (held) go(held);
        else toast(t("stage.live.no_scene", { label }));
      },
      typed: (text) => { if (text) toast(text); },
      close() {
        if (panel.isOpen) panel.close();
        else document.activeElement?.blur?.();
        return true;
      },
      leave() {},
      keepsF5: true,
    });

    // ---- drawing

    const line = (label, text, kind) => (text ? el("div", { class: `rc-sp-line ${kind}` }, el("h3", {}, label), el("p", {}, text)) : null);

    let drawn = "";
    const drawWords = (state) => {
      const face = order.faceOf(state);
      const result = stage.voteResult(face, state.votes[state.scene]);
      const mark = `${state.scene} ${state.language} ${state.extent} ${result}`;
      if (drawn === mark) return;
      drawn = mark;
      stage.fill(words,
        line(t("stage.live.say"), face.sentence, "rc-sp-sentence"),
        line(t("stage.live.result"), result, "rc-sp-result"),
        line(t("stage.live.ask"), face.follow_up, "rc-sp-follow"),
        line(t("stage.live.unknown"), face.sentence.includes(face.unknown) ? "" : face.unknown, "rc-sp-unknown"),
        line(t("stage.live.notes"), face.notes, "rc-sp-notes"));
      words.scrollTop = 0;
    };

    const timeRow = (label, part, isCounted) => {
      const left = part.planned - part.elapsed;
      const share = part.planned ? Math.min(100, (100 * part.elapsed) / part.planned) : 0;
      return el("div", { class: left < 0 && isCounted && part.planned ? "rc-sp-time rc-is-over" : "rc-sp-time" },
        el("h3", {}, label),
        el("p", {},
          el("strong", {}, isCounted ? stage.duration(part.elapsed) : "–"),
          part.planned ? ` / ${stage.duration(part.planned)}` : ""),
        el("p", { class: "rc-sp-left" }, !part.planned ? t("stage.live.no_plan")
          : !isCounted ? "" : left < 0 ? t("stage.live.over_by", { time: stage.duration(-left) }) : t("stage.live.left", { time: stage.duration(left) })),
        el("progress", { max: "100", value: String(isCounted ? share : 0), "aria-label": label }));
    };

    const minutes = (seconds) => Math.max(1, Math.round(Math.abs(seconds) / 60));
    const paceWords = ({ mood, late, isOver, session }) => {
      const behind = t("stage.live.late", { count: minutes(late) });
      switch (mood) {
        case "none": return [t("stage.live.pace_none"), t("stage.live.pace_none_why")];
        case "good": return [t("stage.live.pace_good"), t("stage.live.pace_good_why")];
        case "early": case "ahead": return [t("stage.live.early", { count: minutes(late) }), t(mood === "ahead" ? "stage.live.ahead_why" : "stage.live.early_why")];
        default: return isOver
          ? [t("stage.live.session_over", { time: stage.duration(session.elapsed - session.planned) }), t("stage.live.session_over_why")]
          : [behind, t(mood === "over" ? "stage.live.much_late_why" : "stage.live.late_why")];
      }
    };

    const tick = () => {
      const { state } = room;
      const now = stage.now();
      const found = stage.pace(state, order, now);
      const isCounted = stage.hasBegun(state);
      clock.textContent = stage.timeOfDay(now, state.language);
      const [short, why] = paceWords(found);
      if (pace.rcSaid !== short + why) {
        pace.rcSaid = short + why;
        pace.dataset.mood = found.mood;
        stage.fill(pace, el("strong", {}, `${SYMBOLS[found.mood]} ${short}`), el("span", {}, why));
      }
      const { scene, session } = found;
      glance.textContent = isCounted ? `${stage.duration(scene.elapsed)} · ${stage.duration(session.planned - session.elapsed)}` : "";
      const untilQuestions = session.planned - session.questions - session.elapsed;
      stage.fill(times, el("h2", {}, t("stage.live.time")),
        timeRow(t("stage.live.time_scene"), scene, isCounted),
        timeRow(t("stage.live.time_session"), session, isCounted),
        session.questions && isCounted ? el("p", { class: "rc-quiet" }, untilQuestions > 0
          ? t("stage.live.questions_in", { time: stage.duration(untilQuestions), length: stage.duration(session.questions) })
          : t("stage.live.questions_now", { time: stage.duration(session.planned - session.elapsed) })) : null,
        timeRow(t("stage.live.time_talk"), found.talk, isCounted),
        isCounted && state.started_at === null ? el("p", { class: "rc-quiet" }, t("stage.live.timer_paused")) : null);
    };

    const drawPanel = (state) => {
      panel.say(t("stage.live.panel_list"), t("stage.live.close"));
      list.update(state);
      again.textContent = t(isAsked ? "stage.live.restart_sure" : "stage.live.restart");
      again.hidden = !room.mayMove;
    };

    const drawButtons = (state) => {
      const held = order.scene(state.scene);
      const label = {
        previous: "stage.live.button_previous", next: "stage.live.button_next",
        blank: state.blank ? "stage.live.button_seen" : "stage.live.button_blank",
        reserve: held.reserve ? "stage.live.button_back" : "stage.live.button_reserve",
        timer: state.started_at !== null ? "stage.live.button_pause" : stage.hasBegun(state) ? "stage.live.button_resume" : "stage.live.button_start",
        extent: state.extent === "all" ? "stage.live.button_programme" : "stage.live.button_all",
        list: "stage.live.button_list", language: "stage.live.button_language",
      };
      for (const [act, node] of buttons) {
        node.textContent = t(label[act]);
        node.disabled = !room.mayMove && !["list", "language"].includes(act);
      }
      buttons.get("reserve").disabled ||= !held.reserve && order.behind(held).length === 0;
      buttons.get("extent").disabled ||= held.faces[state.language].all === null;
      buttons.get("blank").setAttribute("aria-pressed", String(Boolean(state.blank)));
      buttons.get("timer").classList.toggle("rc-urged", room.mayMove && !stage.hasBegun(state));
    };

    const nowWords = (held, state) => {
      const steps = order.stepsOf(held, state.language, state.extent);
      const values = { label: held.label, total: order.main.at(-1).number };
      return steps > 1 ? t("stage.live.now_step", { ...values, step: `${state.step + 1}/${steps}` }) : t("stage.live.now", values);
    };
    const nextWords = (held, following) => {
      if (!following) return t("stage.live.next_none");
      return following.scene === held ? t("stage.live.next_step") : t("stage.live.next", { label: following.scene.label });
    };

    const draw = (state) => {
      const held = order.scene(state.scene);
      const following = order.after(state);
      root.lang = state.language;
      nowBox.dataset.ground = state.ground;
      nextBox.dataset.ground = state.ground;
      slides.show(held, state.step, state);
      if (following) nextSlides.show(following.scene, following.step, { ...state, extent: following.scene === held ? state.extent : "programme" });
      else nextSlides.clear();
      nextBox.hidden = !following;
      end.hidden = Boolean(following);
      end.textContent = t("stage.live.last");
      blank.hidden = !state.blank;
      blank.textContent = t(state.blank === "white" ? "stage.live.is_white" : "stage.live.is_blank");
      nowHead.textContent = nowWords(held, state);
      nextHead.textContent = nextWords(held, following);
      drawWords(state);
      drawButtons(state);
      const options = order.faceOf(state).vote;
      voteHead.parentElement.hidden = !options;
      voteHead.textContent = t("stage.live.panel_votes");
      votes.update(state);
      rights.textContent = room.mayMove ? (stage.key ? t("stage.live.remote") : "") : t("stage.live.read_only");
      rights.hidden = rights.textContent === "";
      document.title = `${t("stage.live.speaker")} · ${held.label} · ${order.deck.programme.title[state.language]}`;
      if (panel.isOpen) drawPanel(state);
      tick();
    };

    room.subscribe(draw);
    draw(room.state);
    setInterval(tick, 500);
    return {
      toast,
      // Only the speaker is told that the server is not there: the stage goes on.
      sign(isReachable) {
        sign.hidden = isReachable;
        sign.textContent = isReachable ? "" : t("stage.live.alone");
      },
    };
  };
})(globalThis.rcStage ??= {});
