// What this window shows: the state the room agreed on, and what was done here and is not agreed on yet.

((stage) => {
  const FRESH = 2000; // milliseconds for which another window is believed before the server confirms

  stage.firstState = (order, changes = {}) => ({
    scene: order.scenes[0].id, step: 0, extent: "programme", language: "fr", ground: "light", blank: "",
    started_at: null, elapsed: 0, entered: 0, sessions: {}, votes: {}, revision: 0, ...changes,
  });

  // The state after a patch; as the server does it: in votes, null takes a count back.
  stage.merged = (state, patch) => {
    const after = { ...state, ...patch };
    if (!patch.votes) return after;
    after.votes = { ...state.votes };
    for (const [scene, counts] of Object.entries(patch.votes)) {
      const held = counts === null ? {} : { ...after.votes[scene], ...counts };
      const known = Object.fromEntries(Object.entries(held).filter(([, count]) => count !== null));
      if (Object.keys(known).length) after.votes[scene] = known;
      else delete after.votes[scene];
    }
    return after;
  };

  const composed = (patches) => patches.reduce((whole, patch) => {
    const votes = { ...whole.votes };
    for (const [scene, counts] of Object.entries(patch.votes ?? {})) {
      votes[scene] = counts === null || !votes[scene] ? counts : { ...votes[scene], ...counts };
    }
    return { ...whole, ...patch, ...(Object.keys(votes).length ? { votes } : {}) };
  }, {});

  const says = (state, patch) => JSON.stringify(stage.merged(state, patch)) === JSON.stringify(state);

  // role: "local" (this window decides alone), "control" (it moves the room), "follow" (it only watches).
  stage.makeRoom = (order, first, role) => {
    let base = first;
    let own = {}; // language and ground a follower chose for this window
    let waiting = []; // { patch, isOwn, at, base, isLate }
    let shown = first;
    const listeners = new Set();
    const senders = new Set();

    const refresh = () => {
      const before = shown;
      shown = waiting.reduce((state, item) => stage.merged(state, item.patch), base);
      if (!order.has(shown.scene)) shown = { ...shown, scene: order.scenes[0].id, step: 0 };
      if (room.role === "follow") shown = { ...shown, ...own };
      for (const listener of listeners) listener(shown, before);
    };

    const room = {
      role, order,
      isReachable: true,
      get state() { return shown; },
      get mayMove() { return room.role !== "follow"; },
      subscribe(listener) { listeners.add(listener); },
      onChange(sender) { senders.add(sender); },
      refresh,

      // Something done in this window.
      change(patch) {
        if (room.role === "follow") {
          for (const name of ["language", "ground"]) if (name in patch) own = { ...own, [name]: patch[name] };
          refresh();
          return;
        }
        if (room.role === "local") base = stage.merged(base, patch);
        else waiting.push({ patch, isOwn: true, at: stage.now(), base: base.revision, isLate: !room.isReachable });
        refresh();
        for (const sender of senders) sender(patch);
      },

      // Something done in the window beside (the speaker view that this one opened, or the reverse).
      hear(patch) {
        if (room.role === "follow") return;
        if (room.role === "local") base = stage.merged(base, patch);
        else waiting.push({ patch, isOwn: false, at: stage.now(), base: base.revision, isLate: !room.isReachable });
        refresh();
      },

      // What the server says: the room's state, agreed on.
      receive(state, isFirst = false) {
        if (room.role === "local" || (!isFirst && state.revision < base.revision)) return;
        const now = stage.now();
        base = state;
        if (isFirst) for (const item of waiting) item.at = now;
        waiting = waiting.filter((item) => item.isOwn || item.isLate || (now - item.at < FRESH && !says(base, item.patch)));
        refresh();
      },

      // What is to be told to the server: one patch for all that waits; null: nothing. What was done
      // while it could not be reached goes with what the window beside did, so that both say the same.
      outgoing() {
        const isLate = waiting.some((item) => item.isLate);
        const items = waiting.filter((item) => item.isOwn || isLate);
        if (!items.length) return null;
        const revision = isLate ? Math.min(...items.map((item) => item.base)) : base.revision;
        return { items, body: { patch: composed(items.map((item) => item.patch)), base: revision, late: isLate } };
      },
      sent(items) { waiting = waiting.filter((item) => !items.includes(item)); },
      failed(items) { for (const item of items) item.isLate = true; },

      become(newRole, state = null) {
        room.role = newRole;
        waiting = [];
        if (state) base = state;
        else if (newRole === "local") base = shown;
        refresh();
      },
    };
    return room;
  };
})(globalThis.rcStage ??= {});
