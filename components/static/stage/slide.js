// Slides in a box: the one that is shown, and its neighbours drawn beforehand, unseen, so that a key shows
// the next one at once. The drawings were made and escaped by the server.

((stage) => {
  const KEPT = 9;
  const [STILL, SEEN] = [700, 200]; // milliseconds after which a camera has arrived, a new slide is seen
  const [RESULT, SMALLEST, BODY] = [36, 26, 1744]; // pixels of the slide
  let serial = 0;

  // The same drawing with names of its own: two slides on one page may not share a pattern.
  const named = (svg) => {
    const mark = `s${++serial}-`;
    return svg
      .replace(/\sid="/g, ` id="${mark}`)
      .replace(/="url\(#/g, `="url(#${mark}`)
      .replace(/href="#(?!rc-land)/g, `href="#${mark}`);
  };

  const build = (face) => {
    const node = stage.el("div", { class: "rc-slide" });
    node.innerHTML = named(face.svg);
    const drawing = node.querySelector("svg");
    drawing.removeAttribute("width");
    drawing.removeAttribute("height");
    return node;
  };

  // The line of the coasts is slow to paint: it waits until the map stands still.
  const rest = (node, wait) => {
    if (!node.querySelector(".rc-camera")) return;
    node.classList.add("rc-moving");
    clearTimeout(node.rcRest);
    node.rcRest = setTimeout(() => node.classList.remove("rc-moving"), wait);
  };

  // A map moves its camera; what belongs to another step is hidden.
  const setStep = (node, step) => {
    if (node.rcStep === step) return;
    node.rcStep = step;
    for (const camera of node.querySelectorAll(".rc-camera")) {
      const looks = (camera.rcLooks ??= JSON.parse(camera.dataset.cameras));
      const look = looks[Math.min(step, looks.length - 1)];
      if (camera.rcLook !== look) rest(node, STILL);
      camera.rcLook = look;
      camera.style.transform = look;
    }
    for (const part of node.querySelectorAll(".rc-step")) {
      part.classList.toggle("rc-hidden", Number(part.dataset.step) !== step);
    }
  };

  const setVotes = (node, counts) => {
    const mark = JSON.stringify(counts ?? null);
    if (node.rcVotes === mark) return;
    node.rcVotes = mark;
    const values = Object.values(counts ?? {});
    const most = Math.max(1, ...values);
    node.querySelector("svg").classList.toggle("rc-has-votes", values.length > 0);
    for (const part of node.querySelectorAll(".rc-vote")) {
      const count = counts?.[part.dataset.key];
      const bar = part.querySelector(".rc-vote-bar");
      const figure = part.querySelector(".rc-vote-figure");
      part.classList.toggle("rc-not-counted", count === undefined);
      bar?.setAttribute("width", ((count ?? 0) / most) * Number(part.dataset.width));
      if (figure) figure.textContent = count ?? "";
    }
  };

  // What the room said stands where the question stood: the first line of the slide answers it.
  const setResult = (node, text) => {
    const drawing = node.querySelector("svg");
    const question = drawing.querySelector("text:not(.rc-result)");
    let line = drawing.querySelector(".rc-result");
    question?.classList.toggle("rc-answered", Boolean(text));
    if (!text) {
      line?.remove();
      return;
    }
    if (!line) {
      line = document.createElementNS("http://www.w3.org/2000/svg", "text");
      line.setAttribute("class", "rc-result");
      line.setAttribute("x", "88");
      line.setAttribute("y", "66");
      drawing.append(line);
    }
    if (line.textContent === text) return;
    line.textContent = text;
    line.setAttribute("font-size", String(RESULT));
    const wide = line.getComputedTextLength();
    if (wide > BODY) line.setAttribute("font-size", String(Math.max(SMALLEST, Math.floor((RESULT * BODY) / wide))));
  };

  // What the votes say: the sentence of the option that comes first alone, or that several do; null: nothing.
  stage.voteResult = (face, counts) => {
    const values = Object.entries(counts ?? {});
    const most = Math.max(0, ...values.map(([, count]) => count));
    if (!face.vote || most === 0) return null;
    const first = values.filter(([, count]) => count === most).map(([key]) => key);
    return first.length > 1 ? face.vote.tie || null : face.vote.results[first[0]] ?? null;
  };

  stage.makeSlides = (box, order) => {
    const built = new Map();
    let shown = null;

    const keyOf = (scene, language, extent) => `${scene.id} ${language} ${order.face(scene, language, extent) === scene.faces[language].programme ? "programme" : extent}`;

    const slideOf = (scene, language, extent) => {
      const key = keyOf(scene, language, extent);
      let node = built.get(key);
      if (!node) {
        node = build(order.face(scene, language, extent));
        box.append(node);
      }
      built.delete(key); // the latest used stands last
      built.set(key, node);
      return node;
    };

    return {
      // Show a scene at a step, with the votes of the room.
      show(scene, step, { language, extent, votes }) {
        const node = slideOf(scene, language, extent);
        setStep(node, step);
        setVotes(node, votes[scene.id]);
        setResult(node, stage.voteResult(order.face(scene, language, extent), votes[scene.id]));
        if (node === shown) return;
        rest(node, SEEN);
        shown?.classList.remove("rc-shown");
        node.classList.add("rc-shown");
        shown = node;
      },
      // Draw what the next keys may show: [scene, step] each.
      prepare(places, { language, extent, votes }) {
        for (const [scene, step] of places) {
          const node = slideOf(scene, language, scene.id === places[0]?.[0].id ? extent : "programme");
          if (node === shown) continue;
          setStep(node, step);
          setVotes(node, votes[scene.id]);
        }
        for (const [key, node] of built) {
          if (built.size <= KEPT) break;
          if (node === shown) continue;
          node.remove();
          built.delete(key);
        }
      },
      clear() {
        shown?.classList.remove("rc-shown");
        shown = null;
      },
    };
  };

  // A table for those who hear the chart.
  stage.tableOf = (face) => stage.el("table", {},
    stage.el("caption", {}, face.title),
    stage.el("thead", {}, stage.el("tr", {}, face.table.columns.map((name) => stage.el("th", { scope: "col" }, name)))),
    stage.el("tbody", {}, face.table.rows.map((row) => stage.el("tr", {}, row.map((cell) => stage.el("td", {}, cell === null ? "–" : String(cell)))))),
  );
})(globalThis.rcStage ??= {});
