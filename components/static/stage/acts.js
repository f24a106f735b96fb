// What can be done on the stage, by key, button or touch. Each act says what is to be, never how much more.

((stage) => {
  stage.makeActs = (room, view) => {
    const { order } = room;
    const t = (key, values) => stage.translator(room.state.language)(key, values);

    const arrive = (held, step = 0) => {
      const { state } = room;
      if (held.id === state.scene) room.change({ step, blank: "" });
      else room.change({ scene: held.id, step, extent: "programme", blank: "", ...stage.arrival(state, held, order) });
    };

    const may = () => {
      if (!room.mayMove) view.toast(t(stage.key ? "stage.live.refused" : "stage.live.following"));
      return room.mayMove;
    };

    // A key that moves first brings back the picture of a blank screen.
    const move = (place, ending) => {
      if (!may()) return;
      if (room.state.blank) room.change({ blank: "" });
      else if (place) arrive(place.scene, place.step);
      else view.toast(t(ending));
    };

    const acts = {
      next: () => move(order.after(room.state), "stage.live.last"),
      previous: () => move(order.before(room.state), "stage.live.first"),
      first: () => move({ scene: order.main[0], step: 0 }),
      last: () => move({ scene: order.main.at(-1), step: 0 }),
      go(held) { if (may()) arrive(held); },
      blank: (colour = "black") => { if (may()) room.change({ blank: room.state.blank ? "" : colour }); },
      white: () => acts.blank("white"),
      reserve() {
        if (!may()) return;
        const held = order.scene(room.state.scene);
        const [first] = order.behind(held);
        if (held.reserve) arrive(order.mainOf(held));
        else if (first) arrive(first);
        else view.toast(t("stage.live.no_reserve"));
      },
      extent() {
        if (!may()) return;
        const held = order.scene(room.state.scene);
        if (held.faces[room.state.language].all === null) {
          view.toast(t("stage.live.same_extent"));
          return;
        }
        const extent = room.state.extent === "all" ? "programme" : "all";
        room.change({ extent, step: 0 });
        view.toast(t(`stage.live.extent_${extent}`));
      },
      timer: () => { if (may()) room.change(stage.timerPatch(room.state, order)); },
      timer_reset: () => { if (may()) room.change(stage.timerReset()); },
      language: () => room.change({ language: room.state.language === "fr" ? "en" : "fr" }),
      ground: () => room.change({ ground: room.state.ground === "dark" ? "light" : "dark" }),
      vote: (scene, key, count) => { if (may()) room.change({ votes: { [scene]: { [key]: count } } }); },
      votes_clear: (scene) => { if (may()) room.change({ votes: { [scene]: null } }); },
      restart() {
        if (!may()) return;
        const votes = Object.fromEntries(Object.keys(room.state.votes).map((scene) => [scene, null]));
        room.change({ scene: order.main[0].id, step: 0, extent: "programme", blank: "", votes, ...stage.timerReset() });
      },
    };
    return acts;
  };
})(globalThis.rcStage ??= {});
