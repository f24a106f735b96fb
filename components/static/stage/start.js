// Puts the parts together: who this window is, where it was, and what it listens to.

((stage) => {
  const { settings, memory } = stage;

  // The control key stands after # once; then this window remembers it and the address shows it no more.
  const readAddress = () => {
    const hash = location.hash.slice(1);
    const found = /(?:^|&)key=([\w-]+)/.exec(hash);
    if (found) {
      memory.set("key", found[1]);
      history.replaceState(history.state, "", location.pathname + location.search);
      return "";
    }
    try {
      return decodeURIComponent(hash);
    } catch {
      return "";
    }
  };

  // What the address says counts when somebody followed a link, not when the page is loaded again.
  const isReload = () => ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);

  const keepAwake = () => {
    const ask = () => {
      if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
    };
    document.addEventListener("visibilitychange", ask);
    ask();
  };

  const readDeck = async () => {
    if (stage.isFile) return stage.read("rc-deck");
    const response = await fetch(settings.deck);
    if (!response.ok) throw new Error(`deck: ${response.status}`);
    return response.json();
  };

  const start = async () => {
    const asked = readAddress();
    stage.key = stage.isFile ? null : memory.get("key");
    const isSpeaker = settings.view === "speaker" || (stage.isFile && asked === "speaker");
    document.documentElement.dataset.view = isSpeaker ? "speaker" : "stage";
    const order = stage.makeOrder(await readDeck());
    const reloaded = isReload();

    // ---- which state to begin with
    const kept = memory.get("state");
    const isFollowing = !stage.isFile && !stage.key && (settings.follow || isSpeaker);
    const wanted = { language: settings.language, ground: settings.ground };
    const alone = stage.firstState(order, {
      ...wanted,
      ...(kept && order.has(kept.scene) ? kept : {}),
      ...(reloaded ? {} : wanted),
    });
    if (order.has(asked) && !(reloaded && kept)) Object.assign(alone, { scene: asked, step: 0, extent: "programme" });
    const role = stage.key ? "control" : isFollowing ? "follow" : "local";
    const room = stage.makeRoom(order, role === "local" ? alone : settings.state, role);
    const chosen = Object.fromEntries(Object.entries(wanted).filter(([name]) => settings.asked.includes(name)));
    if (role === "follow") room.change(chosen);

    // ---- what this window remembers, and shows in its address
    let writing = 0;
    const remember = () => {
      const { state } = room;
      if (room.role === "local") memory.set("state", state);
      if (isSpeaker) return;
      const query = new URLSearchParams(location.search);
      if (!stage.isFile) {
        query.set("lang", state.language);
        if (state.ground === "dark") query.set("ground", "dark");
        else query.delete("ground");
        if (room.role === "follow") query.set("follow", "1");
        else query.delete("follow");
      }
      const search = query.size ? `?${query}` : "";
      try {
        history.replaceState(history.state, "", `${location.pathname}${search}#${encodeURIComponent(state.scene)}`);
      } catch { /* a browser may refuse many of them */ }
    };
    room.subscribe((state, before) => {
      if (state.scene === before.scene && state.language === before.language && state.ground === before.ground && room.role !== "local") return;
      clearTimeout(writing);
      writing = setTimeout(remember, 120);
    });
    window.addEventListener("pagehide", remember);
    window.addEventListener("hashchange", () => {
      const id = readAddress();
      if (order.has(id) && id !== room.state.scene && room.mayMove) acts.go(order.scene(id));
    });

    // ---- the other windows
    let wire = null;
    const listen = () => {
      wire ??= stage.openWire(room, {
        onSign: (isReachable) => view.sign?.(isReachable),
        onRefused() {
          stage.key = null;
          memory.set("key", null);
          room.become("follow");
          view.toast(stage.translator(room.state.language)("stage.live.refused"));
        },
      });
    };
    const hush = () => {
      wire?.close();
      wire = null;
    };
    const pair = stage.openPair(room);
    const windows = {
      openSpeaker() {
        const { language } = room.state;
        const path = `/stage/${encodeURIComponent(settings.programme)}/speaker?lang=${language}`;
        return pair.open(stage.isFile ? `${location.href.split("#")[0]}#speaker` : path);
      },
      toggleFollow: stage.isFile || stage.key ? null : () => {
        const isOn = room.role !== "follow";
        if (isOn) {
          room.become("follow");
          listen();
        } else {
          hush();
          room.become("local");
        }
        remember();
        view.toast(stage.translator(room.state.language)(isOn ? "stage.live.follow_on" : "stage.live.follow_off"));
      },
    };
    const view = isSpeaker ? stage.openSpeaker(room) : stage.openScreen(room, windows);
    const acts = stage.makeActs(room, view);
    if (role !== "local") listen();
    // The key is tried at once; and what the link asks for, language or ground, is asked of the room.
    if (stage.key) room.change(reloaded || isSpeaker ? {} : chosen);
    keepAwake();
    stage.room = room;
    document.documentElement.dataset.ready = "true";
  };

  start().catch((error) => {
    const t = stage.translator(settings.language);
    document.body.prepend(stage.el("p", { class: "rc-failed", role: "alert" }, t("stage.live.failed")));
    throw error;
  });
})(globalThis.rcStage ??= {});
