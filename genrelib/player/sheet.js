/* The sheet: panels in a column on one time axis, with a playhead through all of them. The third part.

   Each panel is drawn once, and again only when its width, theme or visible seconds change; loop, box and the pointer's
   cross lie on an overlay of their own, and the playhead is an element that the compositor shifts. */

const GUTTER = 38; // pixels for the note names
const NAMED = ["heat", "bands", "rows"]; // kinds whose labels stand in the gutter
const AXIS = 22; // pixels for the seconds below the last panel, as in player.css

// Pixels of the window per pixel of an element that a page has enlarged, and dots of the screen per pixel of it.
const zoomOf = (node) => node.getBoundingClientRect().width / node.offsetWidth || 1;
const dotsOf = (node) => (window.devicePixelRatio || 1) * zoomOf(node);

class Sheet {
  constructor() {
    this.stage = element("div", {
      class: "stage", tabindex: "0", role: "slider", "aria-label": "Position", "aria-valuemin": "0" });
    this.overlay = element("canvas", { class: "overlay", "aria-hidden": "true" });
    this.playhead = element("div", { class: "playhead" });
    this.scroll = element("div", { class: "scroll", hidden: "", tabindex: "-1" }, element("div"));
    this.scroll.addEventListener("scroll", () => {
      const { scrollLeft, scrollWidth, hidden } = this.scroll; // its event may come after it was hidden, without a width
      if (!hidden) this.pan((scrollLeft / scrollWidth) * this.seconds);
    });
    this.marked = { loop: null, box: null };
    this.time = 0;
    this.resizing = new ResizeObserver(() => {
      if (this.stage.clientWidth !== this.width || this.stage.clientHeight !== this.height) this.draw();
    });
    this.resizing.observe(this.stage);
  }

  // Panels of a recording; of another version of it (`edit`), in the view that is on show.
  show(panels, seconds, edit = false) {
    const view = edit && this.view.to <= seconds ? this.view : { from: 0, to: seconds };
    Object.assign(this, { panels, seconds, view });
    this.stage.replaceChildren();
    for (const panel of panels) {
      panel.canvas = element("canvas", { "aria-hidden": "true" });
      this.stage.append(headOf(panel), panel.canvas);
    }
    this.stage.append(this.overlay, this.playhead);
    this.picture = pictureOf(panels);
    this.legend = element("span");
    this.picture.canvas.previousSibling.append(this.legend);
  }

  // Lays a panel over the spectrogram, or none.
  lay(layer) {
    this.layer = layer;
    this.legend.replaceChildren(...(layer ? [legendOf(this.picture, layer)] : []));
    this.draw();
  }

  // -- drawing

  draw() {
    const width = this.stage.clientWidth, style = getComputedStyle(this.stage);
    if (!width || !this.panels) return;
    this.look = { ink: style.color, line: style.getPropertyValue("--line"), accent: style.getPropertyValue("--accent"),
      font: `15px ${style.fontFamily}` };
    this.layOut(width);
    for (const panel of this.panels) this.drawPanel(panel, width, panel === this.panels.at(-1) ? AXIS : 0);
    Object.assign(this, { width, height: this.stage.clientHeight });
    this.paper(this.overlay, width, this.height);
    const span = this.view.to - this.view.from;
    this.scroll.hidden = span > this.seconds - 1e-6;
    this.scroll.firstChild.style.width = `${(100 * this.seconds) / span}%`;
    this.scroll.scrollLeft = (this.view.from / this.seconds) * this.scroll.scrollWidth;
    this.mark(this.marked);
    this.moveTo(this.time);
  }

  layOut(width) {
    const ctx = this.overlay.getContext("2d"), { view } = this;
    ctx.font = this.look.font;
    const labels = this.panels.filter(({ kind }) => NAMED.includes(kind)).flatMap((panel) => panel.labels);
    const widest = Math.max(52, ...[...HZ_TICKS.map(hertz), ...labels].map((label) => ctx.measureText(label).width));
    const left = Math.ceil(Math.min(widest, 0.22 * width)) + 8;
    view.left = left;
    view.width = width - left - GUTTER;
    view.x = (time) => left + ((time - view.from) / (view.to - view.from)) * view.width;
    view.time = (x) => view.from + ((x - left) / view.width) * (view.to - view.from);
  }

  paper(canvas, width, height) {
    const dots = dotsOf(this.stage);
    canvas.width = Math.round(width * dots);
    canvas.height = Math.round(height * dots);
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const ctx = canvas.getContext("2d");
    ctx.scale(dots, dots);
    ctx.font = this.look.font;
    return ctx;
  }

  drawPanel(panel, width, below) {
    const { left, width: wide } = this.view, { look } = this, kind = PANELS[panel.kind];
    const height = (panel.height = kind.height(panel));
    const ctx = this.paper(panel.canvas, width, height + below);
    if (kind.values) this.drawGrid(ctx, height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, 0, wide, height);
    ctx.clip();
    if (this.layer && panel === this.picture) drawLayered(ctx, panel, this.layer, this.view, height);
    else kind.draw(ctx, panel, this.view, height, look);
    ctx.restore();
    ctx.strokeStyle = look.line;
    ctx.strokeRect(left - 0.5, 0.5, wide + 1, height - 1);
    const ticks = kind.ticks(panel, height).map(([y, text]) => [y, fit(ctx, text, left - 8)]);
    drawTicks(ctx, ticks, { x: left - 6, align: "right", mark: left - 4, height, look });
    const right = left + wide, notes = kind.notes?.(panel, height) ?? [];
    drawTicks(ctx, notes, { x: right + 6, align: "left", mark: right, height, look });
    if (below) this.drawSeconds(ctx, height);
  }

  timeTicks() {
    const { from, to, width } = this.view;
    const step = TIME_STEPS.find((seconds) => (seconds / (to - from)) * width >= 64) ?? 600;
    const ticks = [];
    for (let count = Math.ceil(from / step - 1e-6); count * step <= to + 1e-6; count++) ticks.push(count * step);
    return { ticks, digits: step < 0.1 ? 2 : step < 1 ? 1 : 0 };
  }

  drawGrid(ctx, height) {
    ctx.fillStyle = this.look.line;
    ctx.globalAlpha = 0.5;
    for (const time of this.timeTicks().ticks) ctx.fillRect(Math.round(this.view.x(time)), 0, 1, height);
    ctx.globalAlpha = 1;
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

  // -- marks over the panels

  mark(marked) {
    this.marked = marked;
    if (!this.view?.x) return;
    const { loop, looping, box, pointer } = marked, { left, width } = this.view, foot = this.height - AXIS;
    const ctx = this.overlay.getContext("2d");
    ctx.clearRect(0, 0, this.width, this.height);
    ctx.save();
    ctx.beginPath();
    for (const { canvas, height } of this.panels) ctx.rect(left, canvas.offsetTop, width, height); // not over legends
    ctx.clip();
    if (loop) {
      const [a, b] = loop.map(this.view.x);
      ctx.fillStyle = "rgb(230 159 0 / 15%)";
      ctx.fillRect(a, 0, b - a, foot);
      ctx.fillStyle = looping ? "#e69f00" : "#999999";
      for (const x of [a, b]) ctx.fillRect(x - 1, 0, 2, foot);
    }
    if (box) this.drawBox(ctx, box);
    if (pointer) {
      ctx.fillStyle = "rgb(128 128 128 / 80%)";
      ctx.fillRect(Math.round(pointer.x), 0, 1, foot);
      if (pointer.panel.hz) ctx.fillRect(left, Math.round(pointer.y), width, 1);
    }
    ctx.restore();
  }

  drawBox(ctx, { panel, seconds, hz }) {
    const [a, b] = seconds.map(this.view.x);
    const [low, high] = hz.map((value) => panel.canvas.offsetTop + yOfHz(panel, panel.height, value));
    for (const [colour, thick] of [["#000000", 4], ["#ffffff", 2]]) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = thick;
      ctx.strokeRect(a, high, b - a, low - high);
    }
  }

  // The playhead, and the values beside the legends: at the pointer if there is one, else at the playhead.
  moveTo(time) {
    this.time = time;
    if (!this.view?.x) return;
    const inside = time >= this.view.from - 1e-6 && time <= this.view.to + 1e-6;
    this.playhead.style.visibility = inside ? "visible" : "hidden";
    this.playhead.style.transform = `translateX(${this.view.x(time)}px)`;
    for (const panel of this.panels) showValues(panel, this.marked.pointer?.time ?? time);
  }

  follow(time) {
    if (time > this.view.to || time < this.view.from) this.pan(time);
  }

  // Time, panel and height of a pointer event; `up` runs from 0 at the panel's foot to 1 at its top.
  place(event, within) {
    const edge = this.stage.getBoundingClientRect(), zoom = zoomOf(this.stage);
    const x = (event.clientX - edge.left) / zoom, y = (event.clientY - edge.top) / zoom;
    const panel = within ?? this.panels.findLast(({ canvas }) => canvas.offsetTop <= y) ?? this.panels[0];
    const up = clamp(1 - (y - panel.canvas.offsetTop) / panel.height, 0, 1);
    return { time: clamp(this.view.time(x), this.view.from, this.view.to), panel, up, x, y };
  }

  // -- the visible seconds

  pan(from) {
    const span = this.view.to - this.view.from, start = clamp(from, 0, this.seconds - span);
    if (Math.abs(start - this.view.from) * this.view.width < span) return; // less than a pixel
    this.see(start, start + span);
  }

  see(from, to) {
    Object.assign(this.view, { from, to: Math.min(to, this.seconds) });
    this.draw();
  }

  zoom(factor, around) {
    const { from, to } = this.view, span = clamp((to - from) / factor, Math.min(0.2, this.seconds), this.seconds);
    const share = clamp((around - from) / (to - from), 0, 1);
    const start = clamp(around - share * span, 0, this.seconds - span);
    this.see(start, start + span);
  }
}
