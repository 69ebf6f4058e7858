/* The spectrogram player: sound, selection, keys, and mounting. The last part.

   mount(parent, bytes, report) shows a payload in an element or a shadow root and returns a function that removes it.
   Mounted again with the same payload it leaves playback alone. `report` gets {time, loop, box, view, over, playing, hash}
   on pause, on seek, on zoom, at the end of a selection and when something is laid over the spectrogram. Text goes through text nodes or canvas, never through HTML. */

const STARTED = "genre-player-started"; // an event for the whole page, so that only one player plays
const HELP =
  "Space plays or pauses, wherever no button or field has the focus · ←/→ 1 s, with Shift 0.1 s · Home/End · " +
  "[ and ] loop from and to here · L loop on or off · " +
  "B only the box's band · O attention or a map over the spectrogram · +/− speed · Z zoom in, Shift+Z out · Esc clears. Click to seek; drag to loop seconds, " +
  "on the spectrogram to box seconds and Hz.";
const HINT = "Click to seek, drag to loop.";

// What is seen is the name; the hint says what it does, and its key.
function button(text, hint, act) {
  const node = element("button", { type: "button", title: hint }, text);
  node.addEventListener("click", act);
  return node;
}

// The box on the spectrogram among these panels, if that has its frequencies; one at the edge may reach beyond it.
function boxIn(panels, box) {
  const middle = box && (box.hz[0] + box.hz[1]) / 2;
  const panel = box && panels.find(({ hz }) => hz && hz[0] <= middle && hz.at(-1) >= middle);
  return panel ? { ...box, panel } : null;
}

class Player {
  constructor(parent) {
    this.audio = element("audio", { preload: "auto" });
    this.audio.preservesPitch = true;
    this.sheet = new Sheet();
    this.ending = new AbortController();
    this.build();
    parent.append(this.root);
    this.listen();
  }

  build() {
    this.playButton = button("Play", "Space", () => this.toggle());
    this.playButton.className = "play";
    this.loopButton = button("Loop", "On or off (L)", () => this.setLooping(!this.looping));
    this.bandButton = button("Band only", "Only the frequencies of the box (B)", () => this.setBand(!this.band));
    this.overButton = button("Overlay", "Attention or a map over the spectrogram (O)", () => this.toggleOver());
    this.overChoice = element("select", { "aria-label": "Laid over the spectrogram" });
    this.speed = element("span", { class: "key" }, "1.0×");
    this.clockFace = element("span", { class: "time" });
    this.title = element("div", { class: "title" });
    this.readout = element("output", { class: "readout" });
    this.marks = element("div", { class: "bar" });
    const slower = button("−", "Slower (−)", () => this.faster(-0.1));
    const faster = button("+", "Faster (+)", () => this.faster(0.1));
    slower.setAttribute("aria-label", "Slower");
    faster.setAttribute("aria-label", "Faster");
    const bar = element("div", { class: "bar" }, this.playButton, this.clockFace, this.loopButton, this.bandButton,
      this.overButton, this.overChoice,
      button("Clear", "Take away loop and box (Escape)", () => this.clear()),
      element("div", { class: "bar end" }, slower, this.speed, faster,
        button("Zoom out", "See more seconds (Shift+Z)", () => this.zoom(0.5, this.audio.currentTime)),
        button("Zoom in", "See fewer seconds, larger (Z)", () => this.zoom(2, this.audio.currentTime))));
    const picture = button("Save picture", "As PNG", () => saveSnapshot(this.sheet, this.title.textContent));
    picture.classList.add("end");
    this.root = element("div", { class: "genre-player", role: "application" }, bar, this.sheet.stage,
      this.sheet.scroll, element("div", { class: "bar" }, this.readout, picture), this.marks,
      element("details", {}, element("summary", {}, "Keys and mouse"), HELP), this.audio);
  }

  listen() {
    const until = { signal: this.ending.signal }, { stage } = this.sheet;
    this.root.addEventListener("keydown", (event) => this.key(event), until);
    document.addEventListener("keydown", (event) => this.pageKey(event), until);
    this.overChoice.addEventListener("change", () => this.layOver(this.overTitle()), until);
    stage.addEventListener("pointerdown", (event) => this.press(event), until);
    stage.addEventListener("pointermove", (event) => this.move(event), until);
    stage.addEventListener("pointerup", () => this.release(), until);
    stage.addEventListener("pointercancel", () => { this.drag = null; this.hover(null); }, until);
    stage.addEventListener("pointerleave", () => this.hover(null), until);
    stage.addEventListener("wheel", (event) => this.wheel(event), { ...until, passive: false });
    this.audio.addEventListener("play", () => this.started(), until);
    this.audio.addEventListener("pause", () => { this.refresh(); this.scheduleReport(); }, until);
    this.audio.addEventListener("seeked", () => this.refresh(), until);
    this.audio.addEventListener("timeupdate", () => this.wrap(), until); // hidden pages get no animation frames
    this.audio.addEventListener("ended", () => { if (this.looping) this.again(); }, until);
    this.audio.addEventListener("error", () => this.showText("this browser cannot play the recording"), until);
    const others = (event) => { if ((event.detail ?? event.target) !== this.audio) this.audio.pause(); };
    window.addEventListener(STARTED, others, until);
    document.addEventListener("play", others, { ...until, capture: true }); // plain <audio> elements of the page
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.sheet.draw(), until);
  }

  // An edit of the recording on show (the same group) continues at its place, in the same view.
  show(payload) {
    const edit = payload.group !== "" && payload.group === this.group;
    const time = edit ? this.audio.currentTime : 0, playing = edit && !this.audio.paused;
    this.audio.pause();
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    Object.assign(this, { hash: payload.hash, group: payload.group, seconds: payload.seconds, drag: null });
    if (!edit) Object.assign(this, { loop: null, looping: false, start: null });
    this.box = edit ? boxIn(payload.panels, this.box) : null;
    this.audio.src = URL.createObjectURL(new Blob([payload.audio], { type: payload.mime }));
    this.title.textContent = payload.title;
    this.root.setAttribute("aria-label", `Spectrogram player ${payload.title}`);
    this.sheet.stage.setAttribute("aria-valuemax", this.seconds.toFixed(2));
    this.sheet.show(payload.panels, this.seconds, edit);
    if (payload.title) this.sheet.stage.querySelector(".head b").replaceWith(this.title); // for a line less
    this.marks.replaceChildren(...payload.marks.map((mark) => this.markButton(mark)));
    this.setBand(this.band && this.box !== null);
    this.offerLayers(layersOf(payload.panels));
    this.showText(HINT);
    this.audio.currentTime = Math.min(time, this.seconds);
    this.showOver(); // draws
    this.mark();
    this.refresh();
    if (playing) this.play();
  }

  // What can be laid over the spectrogram; what was wished for, or chosen, stays so if it is there.
  offerLayers(layers) {
    const chosen = this.over ?? this.overTitle();
    this.layers = layers;
    this.overChoice.replaceChildren(...layers.map(({ title }) => element("option", {}, title)));
    this.overChoice.selectedIndex = Math.max(0, layers.findIndex(({ title }) => title === chosen));
    this.overChoice.hidden = layers.length < 2;
    this.overButton.hidden = layers.length < 1;
  }

  overTitle() {
    return this.layers?.[this.overChoice.selectedIndex]?.title ?? null;
  }

  // `over` is the title of what is wished for, which this recording may lack.
  showOver() {
    const layer = this.layers.find(({ title }) => title === this.over) ?? null;
    this.overButton.setAttribute("aria-pressed", String(layer !== null));
    this.sheet.lay(layer);
    return layer;
  }

  layOver(title) {
    this.over = title;
    this.showOver();
    this.scheduleReport();
  }

  toggleOver() {
    if (this.layers.length) this.layOver(this.sheet.layer ? null : this.overTitle());
  }

  markButton({ seconds, label }) {
    const text = `Loop ${clock(seconds[0], 1)}–${clock(seconds[1], 1)} ${label}`;
    return button(text, "", () => { this.select(seconds, null); this.play(); });
  }

  // A deep link: moves the playhead, loops and zooms when it differs from the last one given.
  startAt(place) {
    const text = JSON.stringify(place);
    if (!place || text === this.start) return;
    this.start = text;
    const { time, loop, hz, view, over } = place, inside = (pair) => pair && pair[1] <= this.seconds + 0.05;
    if (inside(view)) this.sheet.see(view[0], view[1]);
    if (inside(loop)) Object.assign(this, { loop, looping: true, box: hz && boxIn(this.sheet.panels, { seconds: loop, hz }) });
    this.setBand(this.band);
    if (over) {
      this.over = over;
      this.offerLayers(this.layers);
      this.showOver();
    }
    this.mark();
    this.audio.currentTime = this.last = clamp(time, 0, this.seconds);
    this.refresh();
  }

  showText(text) {
    this.readout.textContent = text;
  }

  // Playhead and clock follow the sound; once a second so does the text for screen readers.
  refresh() {
    const time = this.audio.currentTime, text = `${clock(time, 2)} / ${clock(this.seconds, 2)}`;
    this.sheet.moveTo(time);
    if (this.clockFace.textContent !== text) this.clockFace.textContent = text;
    if (!this.audio.paused && Math.abs(time - this.announced) < 1) return;
    this.announced = time;
    this.sheet.stage.setAttribute("aria-valuenow", time.toFixed(2));
    this.sheet.stage.setAttribute("aria-valuetext", `${time.toFixed(2)} seconds of ${this.seconds.toFixed(2)}`);
    this.playButton.textContent = this.audio.paused ? "Play" : "Pause";
  }

  // Delayed, so that a key held down makes one report.
  scheduleReport() {
    clearTimeout(this.reportTimer);
    this.reportTimer = setTimeout(() => this.report({
      time: this.audio.currentTime,
      loop: this.looping ? this.loop : null,
      box: this.box && { seconds: this.box.seconds, hz: this.box.hz },
      view: this.sheet.scroll.hidden ? null : [this.sheet.view.from, this.sheet.view.to],
      over: this.sheet.layer?.title ?? null,
      playing: !this.audio.paused,
      hash: this.hash,
    }), 100);
  }

  // -- playing

  play() {
    this.audio.play().catch((error) => { if (error.name !== "AbortError") this.showText(error.message); });
  }

  toggle() {
    if (this.audio.paused) this.play(); else this.audio.pause();
  }

  started() {
    window[PLAYER] = this;
    window.dispatchEvent(new CustomEvent(STARTED, { detail: this.audio }));
    for (const other of document.querySelectorAll("audio, video")) if (other !== this.audio) other.pause();
    this.playButton.textContent = "Pause";
    cancelAnimationFrame(this.frame);
    this.tick();
  }

  tick() {
    if (this.audio.paused) return;
    this.wrap();
    this.sheet.follow(this.audio.currentTime);
    this.refresh();
    this.frame = requestAnimationFrame(() => this.tick());
  }

  // Back to the loop's start when its end is passed by playing, not by a seek beyond it.
  wrap() {
    const time = this.audio.currentTime, [a, b] = this.loop ?? [0, Infinity];
    if (this.looping && !this.audio.paused && time >= b && this.last < b) this.audio.currentTime = a;
    this.last = this.audio.currentTime;
  }

  zoom(factor, around) {
    this.sheet.zoom(factor, around);
    this.scheduleReport();
  }

  again() {
    this.audio.currentTime = this.loop[0];
    this.play();
  }

  seek(time) {
    this.audio.currentTime = this.last = clamp(time, 0, this.seconds);
    this.sheet.follow(this.last);
    this.refresh();
    this.scheduleReport();
  }

  faster(by) {
    const { audio } = this; // a new recording begins at the default rate
    audio.playbackRate = audio.defaultPlaybackRate = clamp(Math.round(10 * (audio.playbackRate + by)) / 10, 0.5, 1.5);
    this.speed.textContent = `${this.audio.playbackRate.toFixed(1)}×`;
  }

  // Two high-pass and two low-pass filters at the box's edges, or none. The audio graph is made once.
  setBand(on) {
    this.band = on && this.box !== null;
    this.bandButton.setAttribute("aria-pressed", String(this.band));
    this.bandButton.disabled = this.box === null;
    if (!this.band && !this.context) return;
    this.context ??= new AudioContext();
    this.context.resume();
    this.source ??= this.context.createMediaElementSource(this.audio);
    this.source.disconnect();
    const kinds = this.band ? [["highpass", this.box.hz[0]], ["lowpass", this.box.hz[1]]] : [];
    const filter = ([type, frequency]) => new BiquadFilterNode(this.context, { type, frequency });
    const nodes = [this.source, ...kinds.map(filter), ...kinds.map(filter), this.context.destination];
    nodes.reduce((from, to) => from.connect(to));
  }

  // -- selecting

  mark() {
    const { loop, looping, box } = this;
    if (this.drag?.moved) this.sheet.mark({ ...this.selection(), looping: true });
    else this.sheet.mark({ loop, looping, box, pointer: this.pointer });
    this.loopButton.setAttribute("aria-pressed", String(looping));
  }

  choose(loop, looping, box) {
    Object.assign(this, { loop, looping, box });
    this.setBand(this.band);
    this.mark();
    this.scheduleReport();
  }

  select(loop, box) {
    this.choose(loop, true, box);
    this.seek(loop[0]);
  }

  setLooping(on) {
    this.choose(on ? (this.loop ?? [0, this.seconds]) : this.loop, on, this.box);
  }

  setEnd(which) {
    const loop = [...(this.loop ?? [0, this.seconds])];
    loop[which] = this.audio.currentTime;
    if (loop[0] >= loop[1]) loop[1 - which] = which ? 0 : this.seconds;
    if (loop[0] < loop[1]) this.choose(loop, true, null);
  }

  clear() {
    this.drag = null;
    this.choose(null, false, null);
  }

  selection() {
    const { from, to } = this.drag, { panel } = from, rising = (a, b) => a - b;
    const seconds = [from.time, to.time].sort(rising);
    const hz = panel.hz && [from.up, to.up].sort(rising).map((up) => hzOfRow(panel.hz, up * panel.hz.length - 0.5));
    return { loop: seconds, box: hz ? { panel, seconds, hz } : null };
  }

  press(event) {
    if (event.button) return;
    this.sheet.stage.setPointerCapture(event.pointerId);
    const from = this.sheet.place(event);
    this.drag = { from, to: from, moved: false };
  }

  move(event) {
    const at = this.sheet.place(event, this.drag?.from.panel);
    if (this.drag) {
      this.drag.to = at;
      this.drag.moved ||= Math.abs(at.x - this.drag.from.x) > 4;
    }
    this.hover(at);
  }

  release() {
    if (!this.drag) return;
    const { loop, box } = this.selection(), { moved, from } = this.drag;
    this.drag = null;
    if (moved && loop[1] > loop[0]) this.select(loop, box); else this.seek(from.time);
  }

  hover(pointer) {
    this.pointer = pointer;
    const text = pointer && PANELS[pointer.panel.kind].text(pointer.panel, pointer.time, pointer.up);
    this.showText(pointer ? [`${pointer.time.toFixed(3)} s`, text].filter(Boolean).join(" · ") : HINT);
    this.mark();
    this.sheet.moveTo(this.audio.currentTime);
  }

  wheel(event) {
    const { sheet } = this, along = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.ctrlKey) this.zoom(event.deltaY < 0 ? 1.25 : 0.8, sheet.place(event).time);
    else if (along && !sheet.scroll.hidden) sheet.pan(sheet.view.time(sheet.view.left + along));
    else return; // the page's own scrolling
    event.preventDefault();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select")) return;
    const step = event.shiftKey ? 0.1 : 1, time = this.audio.currentTime;
    const acts = {
      " ": () => this.toggle(),
      arrowleft: () => this.seek(time - step),
      arrowright: () => this.seek(time + step),
      home: () => this.seek(0),
      end: () => this.seek(this.seconds),
      l: () => this.setLooping(!this.looping),
      b: () => this.setBand(!this.band),
      o: () => this.toggleOver(),
      "[": () => this.setEnd(0),
      "]": () => this.setEnd(1),
      "+": () => this.faster(0.1),
      "=": () => this.faster(0.1),
      "-": () => this.faster(-0.1),
      z: () => this.zoom(event.shiftKey ? 0.5 : 2, time),
      escape: () => this.clear(),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act || (event.key === " " && event.target.closest("button, summary"))) return; // there, space presses
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // Where nothing has the focus, or the whole page, Space is for the player that played last, or for the first one.
  pageKey(event) {
    const taken = event.defaultPrevented || event.shiftKey || !event.target.matches?.("body, main, section:not([role])");
    if (event.key === " " && !taken && (window[PLAYER] ?? this) === this) this.key(event);
  }

  destroy() {
    if (window[PLAYER] === this) delete window[PLAYER];
    this.ending.abort();
    this.sheet.resizing.disconnect();
    clearTimeout(this.reportTimer);
    cancelAnimationFrame(this.frame);
    this.audio.pause();
    URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute("src");
    this.audio.load(); // lets the decoder go
    this.context?.close();
    this.root.remove();
  }
}

// Kept on the element, so that a rerun finds the player it has, and on the window: the one that played last.
const PLAYER = Symbol.for("genrelib.player");

function mount(parent, data, report) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength); // notebooks hand over a DataView
  const { hash, start } = JSON.parse(readHeader(bytes).text);
  const player = (parent[PLAYER] ??= new Player(parent));
  player.report = report;
  if (player.hash === hash) player.sheet.draw(); // the theme may have changed
  else player.show(readPayload(bytes));
  player.startAt(start);
  return () => setTimeout(() => {
    if (player.root.isConnected || parent[PLAYER] !== player) return; // Streamlit also ends calls that a rerun overtook
    player.destroy();
    delete parent[PLAYER];
  });
}
