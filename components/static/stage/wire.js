// The line to the server: the room's state comes as events, what the holder of the control link does goes
// as commands. Without an answer the stage goes on alone, and says so to the speaker only.

((stage) => {
  const AGAIN = 1000; // milliseconds before a lost line is tried again
  const PATIENCE = 4000; // milliseconds for an answer
  const QUIET = 2500; // milliseconds without a line before the speaker is told

  stage.openWire = (room, { onRefused, onSign }) => {
    const place = `/stage/${encodeURIComponent(stage.settings.programme)}`;
    let source = null;
    let isSending = false;
    let timer = 0;
    let sign = 0;

    // A line that is opened anew at once was never lost: the speaker is told a little later.
    const reachable = (isReachable) => {
      room.isReachable = isReachable;
      if (isReachable) {
        clearTimeout(sign);
        sign = 0;
        onSign(true);
      } else {
        sign ||= setTimeout(() => onSign(false), QUIET);
      }
    };

    const take = ({ state, now }, isFirst) => {
      stage.clockOffset = now - Date.now();
      room.receive(state, isFirst);
    };

    const listen = () => {
      let isFirst = true;
      source = new EventSource(`${place}/events`);
      source.addEventListener("state", (event) => {
        take(JSON.parse(event.data), isFirst);
        isFirst = false;
        reachable(true);
        send();
      });
      source.addEventListener("error", () => {
        isFirst = true;
        reachable(false);
        if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
      });
    };

    // One command at a time; what is done meanwhile goes together in the next.
    const send = async () => {
      const going = stage.key && !isSending && room.outgoing();
      if (!going) return;
      isSending = true;
      clearTimeout(timer);
      let isDone = false;
      try {
        const response = await stage.tell(going.body);
        if (response.status === 403) {
          onRefused();
          return;
        }
        // Too fast: again in a moment. Anything else that is no answer would be none again.
        isDone = response.status !== 429 && response.status < 500;
        if (response.ok) take(await response.json(), false);
      } catch {
        room.failed(going.items);
      } finally {
        isSending = false;
      }
      if (isDone) {
        room.sent(going.items);
        room.refresh();
        send();
      } else {
        timer = setTimeout(send, AGAIN);
      }
    };

    room.onChange(send);
    window.addEventListener("pagehide", () => {
      const left = stage.key && room.outgoing();
      if (left) stage.tell(left.body).catch(() => {});
    });
    listen();
    return { close: () => source.close() };
  };

  stage.tell = (body) => fetch(`/stage/${encodeURIComponent(stage.settings.programme)}/command`, {
    method: "POST",
    keepalive: true, // a window that is reloaded or closed has told what was done in it
    headers: { "Content-Type": "application/json", "X-Stage-Key": stage.key },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
})(globalThis.rcStage ??= {});
