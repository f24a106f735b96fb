// The order of the scenes: what follows what, what is in reserve, what a number means.

((stage) => {
  stage.makeOrder = (deck) => {
    const scenes = deck.scenes;
    const positions = new Map(scenes.map((scene, position) => [scene.id, position]));
    const main = scenes.filter((scene) => scene.reserve === 0);

    const scene = (id) => scenes[positions.get(id)] ?? scenes[0];
    const face = (held, language, extent) => held.faces[language][extent] ?? held.faces[language].programme;
    const stepsOf = (held, language, extent) => Math.max(1, face(held, language, extent).steps.length);

    const next = (held) => {
      const after = positions.get(held.id) + 1;
      if (held.reserve) return scenes[after] ?? null;
      return scenes.slice(after).find((other) => other.reserve === 0) ?? null;
    };
    const previous = (held) => {
      const before = positions.get(held.id);
      if (held.reserve) return scenes[before - 1] ?? null;
      return scenes.slice(0, before).findLast((other) => other.reserve === 0) ?? null;
    };
    const behind = (held) => scenes.filter((other) => other.number === held.number && other.reserve > 0);
    const mainOf = (held) => main.find((other) => other.number === held.number) ?? held;

    return {
      deck, scenes, main, scene, face, stepsOf, next, previous, behind, mainOf,
      has: (id) => positions.has(id),
      // « 7 » is the seventh scene, « 7.2 » the second in reserve behind it; null: there is none.
      labelled: (label) => scenes.find((held) => held.label === label) ?? null,
      faceOf: (state) => face(scene(state.scene), state.language, state.extent),
      // Where a key forward or back leads: scene and step; null at the ends.
      after(state) {
        const held = scene(state.scene);
        if (state.step + 1 < stepsOf(held, state.language, state.extent)) return { scene: held, step: state.step + 1 };
        const other = next(held);
        return other && { scene: other, step: 0 };
      },
      before(state) {
        const held = scene(state.scene);
        if (state.step > 0) return { scene: held, step: Math.min(state.step, stepsOf(held, state.language, state.extent)) - 1 };
        const other = previous(held);
        return other && { scene: other, step: stepsOf(other, state.language, "programme") - 1 };
      },
    };
  };
})(globalThis.rcStage ??= {});
