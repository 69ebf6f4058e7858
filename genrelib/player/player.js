/* The spectrogram player: waveform, spectrogram and tracks on canvas, one playhead through all of them.

   mount(parent, bytes, report) shows a payload (payload.py says how it is packed) in an element or a shadow root and
   returns a function that removes it. Mounted again with the same payload it leaves playback alone. `report` gets
   {time, loop, box, playing, hash} on pause, on seek and at the end of a selection. All text goes through text nodes.

   In order: payload, units, drawing, panels, the player, mounting. Seconds are `time`, pixels `x` and `y`. */

// ---- payload -------------------------------------------------------------------------------------------------------

const ARRAYS = { uint8: Uint8Array, int8: Int8Array, float32: Float32Array };

function readHeader(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { text: new TextDecoder().decode(bytes.subarray(4, 4 + length)), body: 4 + length };
}

function readPayload(bytes) {
  const { text, body } = readHeader(bytes);
  const buffer = bytes.slice(body).buffer; // a copy, because typed arrays need an aligned start
  return JSON.parse(text, (_, value) => {
    if (!value?.dtype) return value;
    return new ARRAYS[value.dtype](buffer, value.offset, value.shape.reduce((a, b) => a * b, 1));
  });
}

// ---- units ---------------------------------------------------------------------------------------------------------

const NOTES = ["C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"];
const TIME_STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300];
const HZ_TICKS = [50, 100, 200, 500, 1000, 2000, 4000, 8000, 16000, 3000, 6000, 12000, 300, 1500];

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const minus = (text) => text.replace("-", "−");

function clock(seconds, digits) {
  const whole = Math.floor(seconds / 60 + 1e-9);
  const rest = Math.max(0, seconds - 60 * whole).toFixed(digits);
  return `${whole}:${rest.padStart(digits ? 3 + digits : 2, "0")}`;
}

function hertz(value) {
  return value < 1000 ? `${Math.round(value)}` : `${+(value / 1000).toFixed(1)}k`;
}

function note(hz) {
  const pitch = 69 + 12 * Math.log2(hz / 440);
  const nearest = Math.round(pitch);
  const cents = Math.round(100 * (pitch - nearest));
  return `${NOTES[((nearest % 12) + 12) % 12]}${Math.floor(nearest / 12) - 1} ${cents < 0 ? "−" : "+"}${Math.abs(cents)} cents`;
}

function number(value, unit) {
  const digits = Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 || value === 0 ? 2 : 4;
  return minus(value.toFixed(digits)) + (unit ? ` ${unit}` : "");
}

// The Hz of a row that need not be whole, and back; beyond the first and last row their distance goes on.
function hzOfRow(hz, row) {
  if (hz.length < 2) return hz[0];
  const below = clamp(Math.floor(row), 0, hz.length - 2);
  return Math.max(0, hz[below] + (row - below) * (hz[below + 1] - hz[below]));
}

function rowOfHz(hz, value) {
  let above = 1;
  while (above < hz.length - 1 && hz[above] < value) above++;
  return hz.length < 2 ? 0 : above - 1 + (value - hz[above - 1]) / (hz[above] - hz[above - 1]);
}

// The index of the step that holds a time, edges rising.
function stepAt(edges, time) {
  let low = 0, high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= time) low = middle; else high = middle - 1;
  }
  return low;
}

// ---- drawing -------------------------------------------------------------------------------------------------------

const LINES = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#999999"]; // Tol's bright scheme
const TILE = 2048; // columns: a canvas of a whole long recording would pass the browsers' limits

const colourOf = (panel, row) => panel.colours[row] ?? LINES[row % LINES.length];

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function palette(colours) {
  const anchors = colours.map((c) => [1, 3, 5].map((at) => parseInt(c.slice(at, at + 2), 16)));
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const place = (level / 255) * (anchors.length - 1);
    const below = Math.min(Math.floor(place), anchors.length - 2);
    const [r, g, b] = anchors[below].map((a, i) => Math.round(a + (place - below) * (anchors[below + 1][i] - a)));
    return (255 << 24) | (b << 16) | (g << 8) | r; // as ImageData has it on little-endian machines
  });
}

function tiles({ values, hz, colours }) {
  const rows = hz.length, columns = values.length / rows, colour = palette(colours), made = [];
  for (let first = 0; first < columns; first += TILE) {
    const width = Math.min(TILE, columns - first);
    const canvas = Object.assign(document.createElement("canvas"), { width, height: rows });
    const image = new ImageData(width, rows), pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < width; column++)
        pixels[(rows - 1 - row) * width + column] = colour[values[row * columns + first + column]];
    canvas.getContext("2d").putImageData(image, 0, 0);
    made.push({ canvas, first, width });
  }
  return made;
}

function drawWaveform(ctx, panel, view, height, look) {
  const columns = panel.values.length / 2, middle = height / 2, scale = (height / 2 - 1) / 127;
  ctx.fillStyle = look.accent;
  for (let x = view.left; x < view.left + view.width; x++) {
    const first = Math.floor(view.time(x) / panel.step);
    const last = Math.min(columns, Math.max(first + 1, Math.floor(view.time(x + 1) / panel.step)));
    let low = 127, high = -127;
    for (let at = first; at < last; at++) {
      low = Math.min(low, panel.values[2 * at]);
      high = Math.max(high, panel.values[2 * at + 1]);
    }
    if (low <= high) ctx.fillRect(x, middle - high * scale, 1, Math.max(1, (high - low) * scale));
  }
}

function drawImage(ctx, panel, view, height) {
  panel.tiles ??= tiles(panel);
  ctx.imageSmoothingQuality = "medium";
  for (const { canvas, first, width } of panel.tiles) {
    const left = view.x(panel.first + (first - 0.5) * panel.step); // a column is centred on its time
    const right = view.x(panel.first + (first + width - 0.5) * panel.step);
    if (right > view.left && left < view.left + view.width)
      ctx.drawImage(canvas, Math.round(left), 0, Math.round(right) - Math.round(left), height);
  }
}

function* knots(panel, row) {
  const points = panel.seconds.length;
  for (let at = 0; at < points; at++) yield [panel.seconds[at], panel.values[row * points + at]];
}

function* stairs(panel, row) {
  const steps = panel.edges.length - 1;
  for (let at = 0; at < steps; at++) {
    yield [panel.edges[at], panel.values[row * steps + at]];
    yield [panel.edges[at + 1], panel.values[row * steps + at]];
  }
}

function trace(ctx, points, view, y) {
  ctx.beginPath();
  for (const [time, value] of points) ctx.lineTo(view.x(time), y(value));
}

function drawLines(points) {
  return (ctx, panel, view, height) => {
    const y = (value) => height - 2 - ((value - panel.low) / (panel.high - panel.low)) * (height - 4);
    ctx.lineWidth = 1.8;
    ctx.lineJoin = "round";
    panel.labels.forEach((_, row) => {
      ctx.strokeStyle = colourOf(panel, row);
      ctx.setLineDash(row < LINES.length ? [] : [5, 3]); // a second round of the same colours
      trace(ctx, points(panel, row), view, y);
      ctx.stroke();
    });
  };
}

function drawArea(ctx, panel, view, height) {
  const y = (value) => height - ((value - panel.low) / (panel.high - panel.low)) * (height - 3);
  ctx.fillStyle = colourOf(panel, 0);
  ctx.globalAlpha = 0.75;
  trace(ctx, stairs(panel, 0), view, y);
  ctx.lineTo(view.x(panel.edges.at(-1)), height);
  ctx.lineTo(view.x(panel.edges[0]), height);
  ctx.fill();
}

function drawHeat(ctx, panel, view, height, look) {
  const steps = panel.edges.length - 1, rows = panel.labels.length, tall = height / rows;
  ctx.fillStyle = look.accent;
  const last = stepAt(panel.edges, view.to);
  for (let at = stepAt(panel.edges, view.from); at <= last; at++) {
    const left = Math.round(view.x(panel.edges[at])), right = Math.round(view.x(panel.edges[at + 1]));
    for (let row = 0; row < rows; row++) {
      ctx.globalAlpha = clamp((panel.values[row * steps + at] - panel.low) / (panel.high - panel.low), 0, 1);
      ctx.fillRect(left, Math.round(row * tall), right - left, Math.round((row + 1) * tall) - Math.round(row * tall));
    }
  }
}

// Text in the gutters: `ticks` are [y, text], the most wanted first; one that would touch an earlier one is left out.
function drawTicks(ctx, ticks, x, align, height, look, mark) {
  const taken = [];
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.strokeStyle = look.line;
  for (const [y, text] of ticks) {
    const at = clamp(y, 6, height - 6);
    if (y < -1 || y > height + 1 || taken.some((other) => Math.abs(other - at) < 13)) continue;
    taken.push(at);
    ctx.fillStyle = look.ink;
    ctx.fillText(text, x, at);
    ctx.fillStyle = look.line;
    ctx.fillRect(mark, Math.round(y), 4, 1);
  }
}

// ---- panels: by kind, how high, how drawn, what stands beside it, what is said of a place -------------------------

const rowTicks = (panel, height) =>
  panel.labels.map((label, row) => [((row + 0.5) * height) / panel.labels.length, label]);
const rangeTicks = (panel, height) => [[height, number(panel.high, "") && number(panel.low, "")], [0, number(panel.high, "")]];
const yOfHz = (panel, height, hz) => height * (1 - (rowOfHz(panel.hz, hz) + 0.5) / panel.hz.length);
const stepSays = (panel, time) => {
  const steps = panel.edges.length - 1, at = stepAt(panel.edges, time);
  return panel.labels.map((label, row) => [label, panel.values[row * steps + at]]);
};
const curveSays = (panel, time) => {
  const points = panel.seconds.length;
  let at = clamp(stepAt(panel.seconds, time), 0, points - 1);
  if (at + 1 < points && panel.seconds[at + 1] - time < time - panel.seconds[at]) at += 1;
  return panel.labels.map((label, row) => [label, panel.values[row * points + at]]);
};
const strongest = (pairs, unit) =>
  pairs.sort((a, b) => b[1] - a[1]).slice(0, 4).map(([label, value]) => `${label} ${number(value, unit)}`).join(", ");

const PANELS = {
  waveform: { height: () => 56, draw: drawWaveform, ticks: () => [], says: () => "" },
  image: {
    height: () => 200,
    draw: drawImage,
    ticks: (panel, height) => HZ_TICKS.map((hz) => [yOfHz(panel, height, hz), hertz(hz)]),
    notes: (panel, height) =>
      [4, 6, 2, 8, 5, 7, 3, 1, 9].map((octave) => [yOfHz(panel, height, 440 * 2 ** (octave - 4.75)), `C${octave}`]),
    ramp: (panel) => `linear-gradient(to right, ${panel.colours.join()})`,
    says(panel, time, up) {
      const row = up * panel.hz.length - 0.5, hz = hzOfRow(panel.hz, row), columns = panel.values.length / panel.hz.length;
      const column = clamp(Math.round((time - panel.first) / panel.step), 0, columns - 1);
      const level = panel.values[clamp(Math.round(row), 0, panel.hz.length - 1) * columns + column] / 255;
      const pitch = hz > 16 ? ` · ${note(hz)}` : "";
      return `${hz.toFixed(0)} Hz${pitch} · ${number(panel.low + level * (panel.high - panel.low), panel.unit)}`;
    },
  },
  curves: { height: () => 92, draw: drawLines(knots), ticks: rangeTicks, keys: true, grid: true,
    says: (panel, time) => strongest(curveSays(panel, time), panel.unit) },
  steps: { height: () => 92, draw: drawLines(stairs), ticks: rangeTicks, keys: true, grid: true,
    says: (panel, time) => strongest(stepSays(panel, time), panel.unit) },
  area: { height: () => 52, draw: drawArea, ticks: rangeTicks, keys: true, grid: true,
    says: (panel, time) => strongest(stepSays(panel, time), panel.unit) },
  heat: { height: (panel) => 15 * panel.labels.length + 1, draw: drawHeat, ticks: rowTicks,
    ramp: () => "linear-gradient(to right, transparent, var(--accent))",
    says(panel, time, up) {
      const row = clamp(Math.floor((1 - up) * panel.labels.length), 0, panel.labels.length - 1);
      const [label, value] = stepSays(panel, time)[row];
      return `${label} ${number(value, panel.unit)}`;
    } },
};

function headOf(panel) {
  const head = element("div", { class: "head" }, element("b", {}, panel.title)), kind = PANELS[panel.kind];
  const key = (...parts) => head.append(element("span", { class: "key" }, ...parts));
  if (kind.keys)
    panel.labels.forEach((label, row) => {
      const swatch = element("span", { class: "swatch" });
      swatch.style.background = colourOf(panel, row);
      key(swatch, label);
    });
  if (kind.ramp) {
    const ramp = element("span", { class: "ramp" });
    ramp.style.background = kind.ramp(panel);
    key(number(panel.low, ""), ramp, number(panel.high, panel.unit));
  }
  if (panel.caption) head.append(element("span", { class: "caption" }, panel.caption));
  return head;
}

// ---- the player ----------------------------------------------------------------------------------------------------

const STARTED = "genre-player-started"; // told to the whole page, so that only one player sounds
const GUTTER = 34; // pixels for the note names
const AXIS = 18; // pixels for the seconds below the last panel
const HELP =
  "Space play or pause · ←/→ 1 s, with Shift 0.1 s · Home/End · [ and ] loop from and to here · L loop on or off · " +
  "+/− speed · Z closer, Shift+Z wider · Esc clears. Click to seek; drag for a loop, on the spectrogram for a box.";

class Player {
  constructor(parent, report) {
    this.report = report;
    this.audio = element("audio", { preload: "auto" });
    this.audio.preservesPitch = true;
    this.ending = new AbortController();
    this.build();
    parent.append(this.root);
    this.listen();
  }

  build() {
    const button = (text, label, act) => {
      const node = element("button", { type: "button", "aria-label": label }, text);
      node.addEventListener("click", act);
      return node;
    };
    this.playButton = button("Play", "Play or pause (space)", () => this.toggle());
    this.playButton.className = "play";
    this.loopButton = button("Loop", "Loop on or off (L)", () => this.setLooping(!this.looping));
    this.speed = element("span", { class: "key" }, "1.0×");
    this.clockFace = element("span", { class: "time" });
    this.title = element("div", { class: "title" });
    this.scroll = element("div", { class: "scroll", hidden: "", tabindex: "-1" }, element("div"));
    this.stage = element("div", { class: "stage", tabindex: "0", role: "slider", "aria-label": "Position", "aria-valuemin": "0" });
    this.overlay = element("canvas", { class: "overlay" });
    this.playhead = element("div", { class: "playhead" });
    this.readout = element("output", { class: "readout" });
    this.marks = element("div", { class: "bar" });
    const bar = element("div", { class: "bar" }, this.playButton, this.clockFace, this.loopButton,
      button("Clear", "Clear loop and box (Escape)", () => this.clear()), element("span", { class: "gap" }),
      button("−", "Slower (minus)", () => this.faster(-0.1)), this.speed, button("+", "Faster (plus)", () => this.faster(0.1)),
      button("Wider", "Show more seconds (Shift Z)", () => this.zoom(0.5)), button("Closer", "Show fewer seconds (Z)", () => this.zoom(2)));
    this.root = element("div", { class: "genre-player", role: "application", "aria-label": "Spectrogram player" },
      this.title, bar, this.stage, this.scroll, this.readout, this.marks,
      element("details", {}, element("summary", {}, "Keys"), HELP), this.audio);
  }

  listen() {
    const until = { signal: this.ending.signal };
    this.root.addEventListener("keydown", (event) => this.key(event), until);
    this.stage.addEventListener("pointerdown", (event) => this.press(event), until);
    this.stage.addEventListener("pointermove", (event) => this.move(event), until);
    this.stage.addEventListener("pointerup", (event) => this.release(event), until);
    this.stage.addEventListener("pointercancel", () => { this.drag = null; this.mark(); }, until);
    this.stage.addEventListener("pointerleave", () => this.hover(null), until);
    this.stage.addEventListener("wheel", (event) => this.wheel(event), { ...until, passive: false });
    this.scroll.addEventListener("scroll", () => this.pan((this.scroll.scrollLeft / this.scroll.scrollWidth) * this.seconds), until);
    this.audio.addEventListener("play", () => this.started(), until);
    this.audio.addEventListener("pause", () => { this.refresh(); this.tell(); }, until);
    this.audio.addEventListener("seeked", () => this.refresh(), until);
    this.audio.addEventListener("timeupdate", () => this.wrap(), until); // hidden pages get no animation frames
    const others = (event) => { if ((event.detail ?? event.target) !== this.audio) this.audio.pause(); };
    window.addEventListener(STARTED, others, until);
    document.addEventListener("play", others, { ...until, capture: true }); // plain <audio> elements of the page
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), until);
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(this.root);
  }

  show(payload) {
    this.audio.pause();
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    Object.assign(this, { hash: payload.hash, seconds: payload.seconds, panels: payload.panels });
    Object.assign(this, { loop: null, looping: false, box: null, drag: null, pointer: null, start: null });
    this.view = { from: 0, to: this.seconds };
    this.audio.src = URL.createObjectURL(new Blob([payload.audio], { type: payload.mime }));
    this.title.textContent = payload.title;
    this.root.setAttribute("aria-label", `Spectrogram player ${payload.title}`);
    this.stage.setAttribute("aria-valuemax", this.seconds.toFixed(2));
    this.stage.replaceChildren();
    for (const panel of this.panels) {
      if (panel.kind === "area") panel.high ??= panel.values.reduce((a, b) => Math.max(a, b), 1e-9);
      panel.canvas = element("canvas");
      this.stage.append(headOf(panel), panel.canvas);
    }
    this.stage.append(this.overlay, this.playhead);
    this.marks.replaceChildren(...payload.marks.map(({ seconds, label }) => this.markButton(seconds, label)));
    this.draw();
  }

  markButton(seconds, label) {
    const node = element("button", { type: "button" }, `Loop ${clock(seconds[0], 1)}–${clock(seconds[1], 1)} ${label}`);
    node.addEventListener("click", () => { this.select(seconds, null); this.audio.play(); });
    return node;
  }

  // A deep link: moves the playhead when it differs from the last one given.
  startAt(time) {
    if (time === null || time === this.start) return;
    this.start = time;
    this.audio.currentTime = clamp(time, 0, this.seconds);
    this.refresh();
  }

  // -- drawing

  draw() {
    const width = Math.floor(this.stage.clientWidth), style = getComputedStyle(this.root);
    if (!width || !this.panels) return;
    const look = { ink: style.color, line: style.getPropertyValue("--line"), accent: style.getPropertyValue("--accent"),
      font: `11px ${style.fontFamily}` };
    this.look = look;
    this.layout(width);
    for (const panel of this.panels) this.drawPanel(panel, width, panel === this.panels.at(-1) ? AXIS : 0);
    this.paper(this.overlay, width, this.stage.clientHeight);
    this.scroll.hidden = this.view.to - this.view.from > this.seconds - 1e-6;
    this.scroll.firstChild.style.width = `${(100 * this.seconds) / (this.view.to - this.view.from)}%`;
    this.scroll.scrollLeft = (this.view.from / this.seconds) * this.scroll.scrollWidth;
    this.mark();
    this.refresh();
  }

  layout(width) {
    const ctx = this.overlay.getContext("2d");
    ctx.font = this.look.font;
    const labels = this.panels.filter((panel) => panel.kind === "heat").flatMap((panel) => panel.labels);
    const widest = Math.max(34, ...labels.map((label) => ctx.measureText(label).width));
    const left = Math.ceil(Math.min(widest, 0.22 * width)) + 8;
    this.view.left = left;
    this.view.width = width - left - GUTTER;
    this.view.x = (time) => left + ((time - this.view.from) / (this.view.to - this.view.from)) * this.view.width;
    this.view.time = (x) => this.view.from + ((x - left) / this.view.width) * (this.view.to - this.view.from);
  }

  paper(canvas, width, height) {
    const dots = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * dots);
    canvas.height = Math.round(height * dots);
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const ctx = canvas.getContext("2d");
    ctx.scale(dots, dots);
    ctx.font = this.look.font;
    return ctx;
  }

  drawPanel(panel, width, below) {
    const { left } = this.view, kind = PANELS[panel.kind], height = kind.height(panel), look = this.look;
    const ctx = this.paper(panel.canvas, width, height + below);
    panel.height = height;
    if (kind.grid) this.drawGrid(ctx, height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, this.view.width, height);
    ctx.clip();
    kind.draw(ctx, panel, this.view, height, look);
    ctx.restore();
    ctx.strokeStyle = look.line;
    ctx.strokeRect(left - 0.5, 0.5, this.view.width + 1, height - 1);
    const fitted = kind.ticks(panel, height).map(([y, text]) => [y, fit(ctx, text, left - 8)]);
    drawTicks(ctx, fitted, left - 6, "right", height, look, left - 4);
    if (kind.notes) drawTicks(ctx, kind.notes(panel, height), left + this.view.width + 6, "left", height, look, left + this.view.width);
    if (below) this.drawSeconds(ctx, height);
  }

  timeTicks() {
    const { from, to, width } = this.view;
    const step = TIME_STEPS.find((s) => (s / (to - from)) * width >= 64) ?? 600;
    const ticks = [];
    for (let count = Math.ceil(from / step - 1e-6); count * step <= to + 1e-6; count++) ticks.push(count * step);
    return { ticks, digits: step < 0.1 ? 2 : step < 1 ? 1 : 0 };
  }

  drawGrid(ctx, height) {
    ctx.fillStyle = this.look.line;
    for (const time of this.timeTicks().ticks) ctx.fillRect(Math.round(this.view.x(time)), 0, 1, height);
  }

  drawSeconds(ctx, height) {
    const { ticks, digits } = this.timeTicks();
    ctx.textAlign = "center";
    ctx.textBaseline = "bottom";
    for (const time of ticks) {
      ctx.fillStyle = this.look.line;
      ctx.fillRect(Math.round(this.view.x(time)), height, 1, 4);
      ctx.fillStyle = this.look.ink;
      ctx.fillText(clock(time, digits), this.view.x(time), height + AXIS);
    }
  }

  // The overlay: loop, box, the drag in progress, the pointer's cross.
  mark() {
    if (!this.view.x) return;
    const ctx = this.overlay.getContext("2d"), { left, width } = this.view, height = this.stage.clientHeight - AXIS;
    const drawn = this.drag?.moved ? this.selection() : { loop: this.loop, box: this.box };
    ctx.clearRect(0, 0, this.overlay.width, this.overlay.height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, width, height);
    ctx.clip();
    if (drawn.loop) {
      const [a, b] = drawn.loop.map(this.view.x);
      ctx.fillStyle = "rgb(230 159 0 / 16%)";
      ctx.fillRect(a, 0, b - a, height);
      ctx.fillStyle = this.looping || this.drag ? "#e69f00" : "#999999";
      ctx.fillRect(a - 1, 0, 2, height);
      ctx.fillRect(b - 1, 0, 2, height);
    }
    if (drawn.box) {
      const { panel, seconds, up } = drawn.box, top = panel.canvas.offsetTop;
      const [a, b] = seconds.map(this.view.x), [low, high] = up.map((u) => top + (1 - u) * panel.height);
      for (const [colour, thick] of [["#000000", 4], ["#ffffff", 2]]) {
        ctx.strokeStyle = colour;
        ctx.lineWidth = thick;
        ctx.strokeRect(a, high, b - a, low - high);
      }
    }
    if (this.pointer && !this.drag) {
      ctx.fillStyle = "rgb(128 128 128 / 70%)";
      ctx.fillRect(Math.round(this.pointer.x), 0, 1, height);
      if (this.pointer.panel.hz) ctx.fillRect(left, Math.round(this.pointer.y), width, 1);
    }
    ctx.restore();
  }

  // What moves with the sound: a playhead that the compositor shifts, and the clock.
  refresh() {
    if (!this.view.x) return;
    const time = this.audio.currentTime, { from, to } = this.view;
    if (!this.audio.paused && (time > to || time < from)) this.pan(time);
    const inside = time >= this.view.from - 1e-6 && time <= this.view.to + 1e-6;
    this.playhead.style.visibility = inside ? "visible" : "hidden";
    this.playhead.style.transform = `translateX(${this.view.x(time)}px)`;
    const text = `${clock(time, 2)} / ${clock(this.seconds, 2)}`;
    if (this.clockFace.textContent !== text) this.clockFace.textContent = text;
    if (this.audio.paused || Math.abs(time - this.spoken) >= 1) {
      this.spoken = time;
      this.stage.setAttribute("aria-valuenow", time.toFixed(2));
      this.stage.setAttribute("aria-valuetext", `${time.toFixed(2)} seconds of ${this.seconds.toFixed(2)}`);
    }
    this.playButton.textContent = this.audio.paused ? "Play" : "Pause";
    this.loopButton.setAttribute("aria-pressed", String(this.looping));
  }

  tick() {
    this.wrap();
    this.refresh();
    this.frame = this.audio.paused ? null : requestAnimationFrame(() => this.tick());
  }

  // -- playing

  started() {
    window.dispatchEvent(new CustomEvent(STARTED, { detail: this.audio }));
    for (const other of document.querySelectorAll("audio, video")) if (other !== this.audio) other.pause();
    cancelAnimationFrame(this.frame);
    this.tick();
  }

  toggle() {
    if (this.audio.paused) this.audio.play(); else this.audio.pause();
  }

  // Back to the loop's start when its end is passed by playing, not by a seek beyond it.
  wrap() {
    const time = this.audio.currentTime, [a, b] = this.loop ?? [0, Infinity];
    if (this.looping && !this.audio.paused && time >= b && this.last < b) this.audio.currentTime = a;
    this.last = this.audio.currentTime;
  }

  seek(time) {
    this.audio.currentTime = this.last = clamp(time, 0, this.seconds);
    this.refresh();
    this.tell();
  }

  faster(by) {
    this.audio.playbackRate = clamp(Math.round(10 * (this.audio.playbackRate + by)) / 10, 0.5, 1.5);
    this.speed.textContent = `${this.audio.playbackRate.toFixed(1)}×`;
  }

  // -- selecting

  setLooping(on) {
    this.looping = on;
    if (on) this.loop ??= [0, this.seconds];
    this.mark();
    this.refresh();
    this.tell();
  }

  select(loop, box) {
    Object.assign(this, { loop, box, looping: true });
    this.mark();
    this.seek(loop[0]);
  }

  setEnd(which) {
    const loop = [...(this.loop ?? [0, this.seconds])];
    loop[which] = this.audio.currentTime;
    if (loop[0] >= loop[1]) loop[1 - which] = which ? 0 : this.seconds;
    Object.assign(this, { loop, box: null });
    this.setLooping(true);
  }

  clear() {
    Object.assign(this, { loop: null, looping: false, box: null, drag: null });
    this.mark();
    this.refresh();
    this.tell();
  }

  // Time, panel and height of a pointer event; `up` runs from 0 at the panel's foot to 1 at its top.
  place(event, within) {
    const edge = this.stage.getBoundingClientRect(), x = event.clientX - edge.left, y = event.clientY - edge.top;
    const panel = within ?? this.panels.findLast((p) => p.canvas.offsetTop <= y) ?? this.panels[0];
    const up = clamp(1 - (y - panel.canvas.offsetTop) / panel.height, 0, 1);
    return { time: clamp(this.view.time(x), Math.max(0, this.view.from), Math.min(this.seconds, this.view.to)), panel, up, x, y };
  }

  selection() {
    const { from, to } = this.drag, loop = [from.time, to.time].sort((a, b) => a - b);
    const box = from.panel.hz && { panel: from.panel, seconds: loop, up: [from.up, to.up].sort((a, b) => a - b) };
    return { loop, box: box ?? null };
  }

  press(event) {
    if (event.button) return;
    this.stage.setPointerCapture(event.pointerId);
    const from = this.place(event);
    this.drag = { from, to: from, moved: false };
  }

  move(event) {
    if (!this.drag) return this.hover(this.place(event));
    this.drag.to = this.place(event, this.drag.from.panel);
    this.drag.moved ||= Math.abs(this.drag.to.x - this.drag.from.x) > 4;
    this.hover(this.drag.to);
  }

  release() {
    if (!this.drag) return;
    const { loop, box } = this.selection(), { moved, from } = this.drag;
    this.drag = null;
    if (moved && loop[1] > loop[0]) this.select(loop, box); else this.seek(from.time);
  }

  hover(pointer) {
    this.pointer = pointer;
    const says = pointer && PANELS[pointer.panel.kind].says(pointer.panel, pointer.time, pointer.up);
    this.readout.textContent = pointer ? [`${pointer.time.toFixed(3)} s`, says].filter(Boolean).join(" · ") : "";
    this.mark();
  }

  hzOf({ panel, up }) {
    return up.map((u) => hzOfRow(panel.hz, u * panel.hz.length - 0.5));
  }

  // Trailing, so that a key held down makes one report.
  tell() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.report({
      time: this.audio.currentTime,
      loop: this.looping ? this.loop : null,
      box: this.box && { seconds: this.box.seconds, hz: this.hzOf(this.box) },
      playing: !this.audio.paused,
      hash: this.hash,
    }), 100);
  }

  // -- the visible seconds

  pan(from) {
    const span = this.view.to - this.view.from, start = clamp(from, 0, this.seconds - span);
    if (Math.abs(start - this.view.from) * this.view.width < span) return; // less than a pixel
    Object.assign(this.view, { from: start, to: start + span });
    this.draw();
  }

  zoom(factor, around = this.audio.currentTime) {
    const { from, to } = this.view, span = clamp((to - from) / factor, Math.min(0.2, this.seconds), this.seconds);
    const share = clamp((around - from) / (to - from), 0, 1), start = clamp(around - share * span, 0, this.seconds - span);
    Object.assign(this.view, { from: start, to: start + span });
    this.draw();
  }

  wheel(event) {
    const along = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (event.ctrlKey) this.zoom(event.deltaY < 0 ? 1.25 : 0.8, this.place(event).time);
    else if (along && !this.scroll.hidden) this.pan(this.view.from + (along / this.view.width) * (this.view.to - this.view.from));
    else return; // the page's own scrolling
    event.preventDefault();
  }

  // -- keys

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 0.1 : 1, time = this.audio.currentTime;
    const acts = {
      " ": () => this.toggle(),
      arrowleft: () => this.seek(time - step),
      arrowright: () => this.seek(time + step),
      home: () => this.seek(0),
      end: () => this.seek(this.seconds),
      l: () => this.setLooping(!this.looping),
      "[": () => this.setEnd(0),
      "]": () => this.setEnd(1),
      "+": () => this.faster(0.1),
      "=": () => this.faster(0.1),
      "-": () => this.faster(-0.1),
      z: () => this.zoom(event.shiftKey ? 0.5 : 2),
      escape: () => this.clear(),
    };
    const act = acts[event.key.toLowerCase()];
    if (!act || (event.key === " " && event.target.closest("button, summary"))) return; // there, space presses
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  destroy() {
    this.ending.abort();
    this.resizing.disconnect();
    clearTimeout(this.telling);
    cancelAnimationFrame(this.frame);
    this.audio.pause();
    URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute("src");
    this.audio.load(); // lets the decoder go
    this.root.remove();
  }
}

function fit(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  let kept = text.length;
  while (kept > 1 && ctx.measureText(`${text.slice(0, kept)}…`).width > width) kept--;
  return `${text.slice(0, kept)}…`;
}

// ---- mounting ------------------------------------------------------------------------------------------------------

const PLAYER = Symbol.for("genrelib.player"); // kept on the element, so that a rerun finds the player it has

function mount(parent, data, report) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength); // notebooks hand over a DataView
  const { hash, start } = JSON.parse(readHeader(bytes).text);
  const player = (parent[PLAYER] ??= new Player(parent, report));
  player.report = report;
  if (player.hash === hash) player.draw(); // the theme may have changed
  else player.show(readPayload(bytes));
  player.startAt(start);
  return () => setTimeout(() => {
    if (player.root.isConnected || parent[PLAYER] !== player) return; // Streamlit also ends calls that a rerun overtook
    player.destroy();
    delete parent[PLAYER];
  });
}
