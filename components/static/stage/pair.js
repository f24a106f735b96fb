// Two windows of one browser: the stage and the speaker view it opened. They tell each other what is done,
// without any server: the only way for one file on a disk, and the way on when the server is lost.

((stage) => {
  const HELLO = 1000;

  stage.openPair = (room) => {
    // A file has no origin to name; there, the windows know each other by who opened whom.
    const target = stage.isFile ? "*" : location.origin;
    const known = new Set();
    let isFresh = true;

    const say = (window_, message) => {
      try {
        window_.postMessage({ rcStage: stage.settings.programme, ...message }, target);
      } catch {
        known.delete(window_);
      }
    };

    window.addEventListener("message", ({ source, origin, data }) => {
      if (!source || source === window || data?.rcStage !== stage.settings.programme) return;
      if (!stage.isFile && origin !== location.origin) return;
      if (data.kind === "hello" && (data.isFresh || !known.has(source))) {
        say(source, { kind: "state", role: room.role, state: room.state });
      }
      if (data.kind === "state" && source === window.opener) {
        isFresh = false;
        // The window that opened this one decides alone: so do both together.
        if (data.role === "local" && !stage.key) room.become("local", cleaned(data.state, room));
      }
      if (data.kind === "patch") room.hear(cleaned(data.patch, room));
      known.add(source);
    });

    room.onChange((patch) => {
      for (const window_ of known) if (window_.closed) known.delete(window_); else say(window_, { kind: "patch", patch });
    });

    if (window.opener) {
      known.add(window.opener);
      const hello = () => say(window.opener, { kind: "hello", isFresh });
      hello();
      setInterval(hello, HELLO);
    }
    return {
      open(address) {
        const opened = window.open(address, `rc-speaker-${stage.settings.programme}`, "popup,width=1280,height=800");
        if (opened) known.add(opened);
        return opened;
      },
    };
  };

  const KINDS = {
    scene: "string", step: "number", extent: "string", language: "string", ground: "string", blank: "string",
    elapsed: "number", entered: "number", sessions: "object", votes: "object", revision: "number",
  };

  // Only fields we know, of the kind they have.
  function cleaned(given, room) {
    const kept = {};
    for (const [name, value] of Object.entries(given ?? {})) {
      const isRight = name === "started_at" ? value === null || Number.isFinite(value) : typeof value === KINDS[name] && value !== null;
      if (isRight) kept[name] = value;
    }
    if ("scene" in kept && !room.order.has(kept.scene)) delete kept.scene;
    if ("language" in kept && !(kept.language in stage.settings.words)) delete kept.language;
    return kept;
  }
})(globalThis.rcStage ??= {});
