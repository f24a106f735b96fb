// The clock of the talk and the pace: how long this scene, this session and the conference have lasted.

((stage) => {
  const SOON = 30; // seconds early or late that nobody needs to hear of
  const MUCH = 180; // seconds from which it is said louder
  const PEEK = 60_000; // milliseconds in a session that count as having begun it

  // Milliseconds on the clock of the talk: what it showed when last stopped, and since then.
  stage.talkClock = (state, now = stage.now()) =>
    state.elapsed + (state.started_at === null ? 0 : Math.max(0, now - state.started_at));

  stage.hasBegun = (state) => state.started_at !== null || state.elapsed > 0;

  // Times written when another scene comes. A session that was only looked into has not begun.
  stage.arrival = (state, held, order) => {
    const at = stage.talkClock(state);
    const from = order.scene(state.scene).session;
    const sessions = { ...state.sessions };
    if (from !== held.session && at - (sessions[from] ?? 0) < PEEK) delete sessions[from];
    sessions[held.session] ??= at;
    return { entered: at, sessions };
  };

  // Start or pause; the first start is the start of the talk, whatever was on the wall before.
  stage.timerPatch = (state, order) => {
    const now = Math.round(stage.now());
    if (state.started_at !== null) return { started_at: null, elapsed: Math.round(stage.talkClock(state, now)) };
    if (stage.hasBegun(state)) return { started_at: now };
    return { started_at: now, entered: 0, sessions: { [order.scene(state.scene).session]: 0 } };
  };

  stage.timerReset = () => ({ started_at: null, elapsed: 0, entered: 0, sessions: {} });

  // « 12:05 », « 1:02:05 »; a time that is over stands behind a minus sign.
  stage.duration = (seconds) => {
    const whole = Math.round(Math.abs(seconds));
    const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
    const two = (value) => String(value).padStart(2, "0");
    return (seconds < 0 && whole ? "−" : "") + (hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`);
  };

  // Elapsed and planned seconds of scene, session and conference, and how far from the plan.
  // `late`: seconds after the end of this scene's time in its session; negative: before its beginning.
  stage.pace = (state, order, now = stage.now()) => {
    const at = stage.talkClock(state, now);
    const held = order.scene(state.scene);
    const main = order.mainOf(held);
    const session = order.deck.programme.sessions.find((item) => item.id === held.session);
    const before = order.main
      .filter((other) => other.session === held.session && other.number < main.number)
      .reduce((sum, other) => sum + other.seconds, 0);
    const inSession = (at - (state.sessions[held.session] ?? at)) / 1000;
    const whole = order.deck.programme.sessions.reduce((sum, item) => sum + item.minutes * 60, 0);
    const late = inSession > before + main.seconds ? inSession - before - main.seconds : Math.min(0, inSession - before);
    const isOver = inSession > session.minutes * 60;
    const mood = !stage.hasBegun(state) ? "none"
      : isOver || late >= MUCH ? "over"
      : late >= SOON ? "late"
      : late <= -MUCH ? "ahead"
      : late <= -SOON ? "early"
      : "good";
    return {
      scene: { elapsed: (at - state.entered) / 1000, planned: held.seconds },
      session: { elapsed: inSession, planned: session.minutes * 60, questions: session.question_minutes * 60, title: session.title },
      talk: { elapsed: at / 1000, planned: whole },
      late, isOver, mood,
    };
  };
})(globalThis.rcStage ??= {});
