/* Reading a payload (payload.py packs it) and drawing its panels: the first part of the player's module.

   In order: payload, units, pictures, lines, gutters, and PANELS, which has for each kind the height of a panel, its
   drawing, its ticks and the text for a place in it. Seconds are `time`, pixels `x` and `y`. */

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
const OCTAVES = [4, 6, 2, 8, 5, 7, 3, 1, 9];
const HZ_TICKS = [1000, 100, 4000, 500, 2000, 8000, 16000, 200, 3000, 6000, 50, 12000, 300, 1500];

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

function clock(seconds, digits) {
  const rounded = Number(seconds.toFixed(digits)), whole = Math.floor(rounded / 60);
  const rest = (rounded - 60 * whole).toFixed(digits);
  return `${whole}:${rest.padStart(digits ? 3 + digits : 2, "0")}`;
}

function hertz(value) {
  return value < 1000 ? `${Math.round(value)} Hz` : `${Number((value / 1000).toFixed(1))} kHz`;
}

function note(hz) {
  const pitch = 69 + 12 * Math.log2(hz / 440);
  const nearest = Math.round(pitch);
  const cents = Math.round(100 * (pitch - nearest));
  const name = NOTES[((nearest % 12) + 12) % 12] + (Math.floor(nearest / 12) - 1);
  return `${name} ${cents < 0 ? "−" : "+"}${Math.abs(cents)} cents`;
}

// Digits by the panel's range; no zeros at the end of a tick.
function figure(panel, value) {
  const range = panel.high - panel.low;
  return value.toFixed(range >= 10 ? 1 : range >= 0.5 ? 2 : 4).replace("-", "−");
}

const tick = (panel, value) => figure(panel, value).replace(/\.?0+$/, "") || "0";
const withUnit = (text, panel) => (panel.unit ? `${text} ${panel.unit}` : text);

// The Hz of a row, which may be fractional, and back; beyond the first and last row extrapolated.
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

// ---- pictures ------------------------------------------------------------------------------------------------------

const LINES = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#999999"]; // Tol's bright scheme
const BAND = 20; // pixels of a row of answers
const WIDE = 4; // pixels of a column that the eye tells from its neighbours
const TILE = 2048; // columns: a canvas of a whole long recording would pass the browsers' limits

const colorOf = (panel, row) => panel.colours[row] ?? LINES[row % LINES.length];
const dashOf = (panel, row) => panel.dashes[row] ?? (row < LINES.length ? [] : [5, 3]); // a second round of the colours

// A colour as its line is dashed: pixels drawn and left out, in turn.
function dashed(color, dash) {
  let at = 0;
  const stops = dash.map((pixels, place) => `${place % 2 ? "transparent" : color} ${at}px ${(at += pixels)}px`);
  return dash.length ? `repeating-linear-gradient(to right, ${stops.join()})` : color;
}

const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function palette(colors) {
  const anchors = colors.map(channels);
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const place = (level / 255) * (anchors.length - 1);
    const below = Math.min(Math.floor(place), anchors.length - 2);
    const [r, g, b] = anchors[below].map((a, i) => Math.round(a + (place - below) * (anchors[below + 1][i] - a)));
    return (255 << 24) | (b << 16) | (g << 8) | r; // as ImageData has it on little-endian machines
  });
}

// Canvases of a picture's values, row by row, in the colours of `levels`.
function tiles(values, rows, levels) {
  const columns = values.length / rows, pieces = [];
  for (let first = 0; first < columns; first += TILE) {
    const width = Math.min(TILE, columns - first);
    const canvas = Object.assign(document.createElement("canvas"), { width, height: rows });
    const image = new ImageData(width, rows), pixels = new Uint32Array(image.data.buffer);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < width; column++)
        pixels[(rows - 1 - row) * width + column] = levels[values[row * columns + first + column]];
    canvas.getContext("2d").putImageData(image, 0, 0);
    pieces.push({ canvas, first, width });
  }
  return pieces;
}

// ---- lines ---------------------------------------------------------------------------------------------------------

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
  panel.tiles ??= tiles(panel.values, panel.hz?.length ?? panel.rows, palette(panel.colours));
  drawTiles(ctx, panel.tiles, panel, view, height);
}

function drawTiles(ctx, pieces, panel, view, height) {
  ctx.imageSmoothingQuality = "medium";
  ctx.imageSmoothingEnabled = view.x(panel.step) - view.x(0) < WIDE; // a wide column ends where it ends
  for (const { canvas, first, width } of pieces) {
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
  const steps = panel.seconds.length - 1;
  for (let at = 0; at < steps; at++) {
    yield [panel.seconds[at], panel.values[row * steps + at]];
    yield [panel.seconds[at + 1], panel.values[row * steps + at]];
  }
}

function trace(ctx, points, view, y) {
  ctx.beginPath();
  for (const [time, value] of points) ctx.lineTo(view.x(time), y(value));
}

function drawLines(points) {
  return (ctx, panel, view, height, look) => {
    const y = (value) => height - 2 - ((value - panel.low) / (panel.high - panel.low)) * (height - 4);
    ctx.lineJoin = "round";
    panel.labels.forEach((_, row) => {
      ctx.setLineDash(dashOf(panel, row));
      trace(ctx, points(panel, row), view, y);
      // with an edge, because some colours are pale on white and others dark on black
      for (const [color, width, share] of [[look.ink, 4.5, 0.45], [colorOf(panel, row), 2.5, 1]]) {
        Object.assign(ctx, { strokeStyle: color, lineWidth: width, globalAlpha: share });
        ctx.stroke();
      }
    });
  };
}

function drawArea(ctx, panel, view, height) {
  const y = (value) => height - ((value - panel.low) / (panel.high - panel.low)) * (height - 3);
  ctx.fillStyle = colorOf(panel, 0);
  ctx.globalAlpha = 0.75;
  trace(ctx, stairs(panel, 0), view, y);
  ctx.lineTo(view.x(panel.seconds.at(-1)), height);
  ctx.lineTo(view.x(panel.seconds[0]), height);
  ctx.fill();
}

// What is above zero and what is below, from the middle line.
function drawSigned(ctx, panel, view, height) {
  const y = (value) => (height / 2) * (1 - value / panel.high);
  ctx.globalAlpha = 0.85;
  [[Math.min, 0], [Math.max, -1]].forEach(([side, end]) => {
    ctx.fillStyle = panel.colours.at(end);
    trace(ctx, stairs(panel, 0), view, (value) => y(side(0, value)));
    ctx.lineTo(view.x(panel.seconds.at(-1)), height / 2);
    ctx.lineTo(view.x(panel.seconds[0]), height / 2);
    ctx.fill();
  });
}

function drawHeat(ctx, panel, view, height, look) {
  const steps = panel.seconds.length - 1, rows = panel.labels.length, tall = height / rows;
  ctx.fillStyle = look.accent;
  const last = stepAt(panel.seconds, view.to);
  for (let at = stepAt(panel.seconds, view.from); at <= last; at++) {
    const left = Math.round(view.x(panel.seconds[at])), right = Math.round(view.x(panel.seconds[at + 1]));
    for (let row = 0; row < rows; row++) {
      ctx.globalAlpha = clamp((panel.values[row * steps + at] - panel.low) / (panel.high - panel.low), 0, 1);
      ctx.fillRect(left, Math.round(row * tall), right - left, Math.round((row + 1) * tall) - Math.round(row * tall));
    }
  }
}

// Blocks of one answer, its name inside where there is room; below, a line where rows differ.
function drawBands(ctx, panel, view, height, look) {
  const steps = panel.seconds.length - 1, { labels, keys, values, contested } = panel;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const blocks = (row, draw) => {
    for (let at = 0, from = 0; at < steps; at++) {
      if (at + 1 < steps && row[at + 1] === row[at]) continue;
      const left = Math.round(view.x(panel.seconds[from])), right = Math.round(view.x(panel.seconds[at + 1]));
      from = at + 1;
      if (right > view.left && left < view.left + view.width) draw(row[at], left, right);
    }
  };
  labels.forEach((_, place) => blocks(values.subarray(place * steps, (place + 1) * steps), (key, left, right) => {
    if (key >= keys.length) return;
    const color = colorOf(panel, key), top = place * BAND;
    ctx.fillStyle = color;
    ctx.fillRect(left, top + 1, right - left, BAND - 2);
    const inside = Math.max(left, view.left) + 4;
    if (ctx.measureText(keys[key]).width + 4 > right - inside) return;
    ctx.fillStyle = inkOn(color);
    ctx.fillText(keys[key], inside, top + BAND / 2 + 1);
  }));
  ctx.fillStyle = look.ink;
  blocks(contested, (differ, left, right) => { if (differ) ctx.fillRect(left, height - 6, right - left, 4); });
}

// Black or white, whichever is farther from a colour.
function inkOn(color) {
  const [red, green, blue] = channels(color);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? "#000000" : "#ffffff";
}

// ---- gutters -------------------------------------------------------------------------------------------------------

// `ticks` are [y, text], the most important first: one that would touch an earlier one is left out.
function drawTicks(ctx, ticks, { x, align, mark, height, look }) {
  const taken = [];
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  for (const [y, text] of ticks) {
    const at = clamp(y, 7, height - 7);
    if (y < -1 || y > height + 1 || taken.some((other) => Math.abs(other - at) < 15)) continue;
    taken.push(at);
    ctx.fillStyle = look.ink;
    ctx.fillText(text, x, at);
    ctx.fillStyle = look.line;
    ctx.fillRect(mark, Math.round(y), 4, 1);
  }
}

function fit(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text;
  let kept = text.length, cut = text;
  while (kept > 1 && ctx.measureText(cut).width > width) {
    kept--;
    cut = `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`; // names differ at the end
  }
  return cut;
}

const yOfHz = (panel, height, hz) => height * (1 - (rowOfHz(panel.hz, hz) + 0.5) / panel.hz.length);
const hzTicks = (panel, height) => HZ_TICKS.map((hz) => [yOfHz(panel, height, hz), hertz(hz)]);
const noteTicks = (panel, height) => OCTAVES.map((c) => [yOfHz(panel, height, 440 * 2 ** (c - 4.75)), `C${c}`]);
const rangeTicks = (panel, height) => [[height, tick(panel, panel.low)], [0, tick(panel, panel.high)]];
const bandTicks = ({ labels }) => labels.map((label, row) => [(row + 0.5) * BAND, label]);
const signedTicks = (panel, height) => [[height / 2, "0"], ...rangeTicks(panel, height)];
const rowTicks = ({ labels }, height) => labels.map((label, row) => [((row + 0.5) * height) / labels.length, label]);

// Names of the rows, or the first's and the last's number and those that divide them in four.
function rowsTicks(panel, height) {
  if (panel.labels.length) return rowTicks(panel, height);
  const numbers = [0, 1, 0.5, 0.25, 0.75].map((share) => Math.round(1 + share * (panel.rows - 1)));
  return numbers.map((number) => [((number - 0.5) * height) / panel.rows, String(number)]);
}

// ---- panels --------------------------------------------------------------------------------------------------------

function stepValues(panel, time) {
  const steps = panel.seconds.length - 1, at = stepAt(panel.seconds, time);
  return panel.labels.map((_, row) => panel.values[row * steps + at]);
}

function knotValues(panel, time) {
  const points = panel.seconds.length;
  let at = stepAt(panel.seconds, time);
  if (at + 1 < points && panel.seconds[at + 1] - time < time - panel.seconds[at]) at += 1;
  return panel.labels.map((_, row) => panel.values[row * points + at]);
}

function imageText(panel, time, up) {
  const row = up * panel.hz.length - 0.5, hz = hzOfRow(panel.hz, row), columns = panel.values.length / panel.hz.length;
  const column = clamp(Math.round((time - panel.first) / panel.step), 0, columns - 1);
  const level = panel.values[clamp(Math.round(row), 0, panel.hz.length - 1) * columns + column] / 255;
  const value = withUnit(figure(panel, panel.low + level * (panel.high - panel.low)), panel);
  return `${hz.toFixed(0)} Hz · ${hz > 16 ? `${note(hz)} · ` : ""}${value}`;
}

function heatText(panel, time, up) {
  const row = clamp(Math.floor((1 - up) * panel.labels.length), 0, panel.labels.length - 1);
  return `${panel.labels[row]} ${withUnit(figure(panel, stepValues(panel, time)[row]), panel)}`;
}

function bandsText(panel, time, up) {
  const row = clamp(Math.floor(((1 - up) * panel.height) / BAND), 0, panel.labels.length - 1);
  const answer = panel.keys[panel.values[row * (panel.seconds.length - 1) + stepAt(panel.seconds, time)]];
  return `${panel.labels[row]}: ${answer ?? "nothing"}`;
}

function rowsText(panel, time, up) {
  const { rows, values } = panel, columns = values.length / rows, row = clamp(Math.floor(up * rows), 0, rows - 1);
  const column = clamp(Math.round((time - panel.first) / panel.step), 0, columns - 1), number = rows - row;
  const value = panel.low + (values[row * columns + column] / 255) * (panel.high - panel.low);
  return `${panel.labels[number - 1] ?? `${panel.row} ${number}`} ${withUnit(figure(panel, value), panel)}`;
}

const noText = () => "";
const AMOUNT = ["transparent", "var(--accent)"];

const PANELS = {
  waveform: { height: () => 40, draw: drawWaveform, ticks: () => [], text: noText },
  image: { height: () => 160, draw: drawImage, ticks: hzTicks, notes: noteTicks, text: imageText,
    ramp: (panel) => panel.colours },
  curves: { height: () => 84, draw: drawLines(knots), ticks: rangeTicks, text: noText, values: knotValues },
  steps: { height: () => 84, draw: drawLines(stairs), ticks: rangeTicks, text: noText, values: stepValues },
  area: { height: () => 44, draw: drawArea, ticks: rangeTicks, text: noText, values: stepValues },
  signed: { height: () => 64, draw: drawSigned, ticks: signedTicks, text: noText, values: stepValues,
    ramp: (panel) => panel.colours },
  rows: { height: ({ labels, rows }) => (labels.length ? 17 * rows + 1 : clamp(6 * rows, 60, 256)), draw: drawImage,
    ticks: rowsTicks, text: rowsText, ramp: (panel) => panel.colours },
  heat: { height: (panel) => 17 * panel.labels.length + 1, draw: drawHeat, ticks: rowTicks, text: heatText,
    ramp: () => AMOUNT },
  bands: { height: (panel) => BAND * panel.labels.length + 8, draw: drawBands, ticks: bandTicks, text: bandsText },
};

function rampOf(colors) {
  const ramp = Object.assign(element("span", { class: "ramp" }), { colors });
  ramp.style.background = `linear-gradient(to right, ${colors.join()})`;
  return ramp;
}

// The ends of a panel's scale, each with a word before it.
function scaleOf(panel, [below = "", above = ""]) {
  return [below + tick(panel, panel.low), above + withUnit(tick(panel, panel.high), panel)];
}

// Title, legend and caption. Lines have a value beside each label, which follows the playhead or the pointer.
function headOf(panel) {
  const head = element("div", { class: "head" }, element("b", {}, panel.title)), kind = PANELS[panel.kind];
  if (kind.values)
    panel.shown = panel.labels.map((label, row) => {
      const swatch = element("span", { class: "swatch" }), value = element("span", { class: "value" });
      swatch.style.background = dashed(colorOf(panel, row), dashOf(panel, row));
      head.append(element("span", { class: "key" }, ...(kind.ramp ? [] : [swatch]), label, value));
      return value;
    });
  panel.keys?.forEach((key, place) => {
    const block = element("span", { class: "block" });
    block.style.background = colorOf(panel, place);
    head.append(element("span", { class: "key" }, block, key));
  });
  if (kind.ramp) {
    const [low, high] = scaleOf(panel, panel.ends?.map((end) => `${end}: `) ?? []);
    head.append(element("span", { class: "key scale" }, low, rampOf(kind.ramp(panel)), high));
  }
  if (panel.caption) head.append(element("span", { class: "caption" }, panel.caption));
  return head;
}

function showValues(panel, time) {
  PANELS[panel.kind].values?.(panel, time).forEach((value, row) => {
    const text = figure(panel, value);
    if (panel.shown[row].textContent !== text) panel.shown[row].textContent = text;
  });
}
