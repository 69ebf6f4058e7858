/* What is laid over the spectrogram: attention, a map of importance or a signed one, each over its own seconds and Hz.

   What has no sign veils in grey what counts little and leaves what counts most as it is. What has a sign colours a grey
   picture: one colour for each side, stronger with the value. Where the panel has no values, all is veiled. */

const VEIL = "#808080"; // no colour of the picture, in light and in dark
const DEEPEST = 0.85; // of a veil: what lies below can still be made out
const STRONGEST = 0.75; // of a colour, the second from either end: the last ones are too dark here
const GREYS = ["#181818", "#e8e8e8"];
const KINDS = ["area", "signed", "image"];

const pictureOf = (panels) => panels.find(({ kind }) => kind === "image");
const layersOf = (panels) => panels.filter((panel) => KINDS.includes(panel.kind) && panel !== pictureOf(panels));
const hasSign = (panel) => Boolean(panel.ends?.length);

// A colour and how much it covers, of a value in the panel's unit.
function cover(panel, value) {
  const share = clamp((value - panel.low) / (panel.high - panel.low), 0, 1);
  if (!hasSign(panel)) return [VEIL, DEEPEST * (1 - share)];
  const side = 2 * share - 1;
  return [side < 0 ? panel.colours.at(1) : panel.colours.at(-2), STRONGEST * Math.abs(side)];
}

function covers(panel) {
  return Uint32Array.from({ length: 256 }, (_, level) => {
    const [color, share] = cover(panel, panel.low + (level / 255) * (panel.high - panel.low));
    const [r, g, b] = channels(color), amount = hasSign(panel) && level === 128 ? 0 : share;
    return ((Math.round(255 * amount) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

// The map's levels at the picture's rows, which may lie at other Hz; beyond its own, nothing counts.
function atRowsOf(picture, panel) {
  const columns = panel.values.length / panel.hz.length, levels = new Uint8Array(picture.hz.length * columns);
  levels.fill(hasSign(panel) ? 128 : 0);
  picture.hz.forEach((hz, place) => {
    const row = Math.round(rowOfHz(panel.hz, hz));
    if (row >= 0 && row < panel.hz.length)
      levels.set(panel.values.subarray(row * columns, (row + 1) * columns), place * columns);
  });
  return levels;
}

function drawSteps(ctx, panel, view, height) {
  const last = stepAt(panel.seconds, view.to);
  for (let at = stepAt(panel.seconds, view.from); at <= last; at++) {
    const left = Math.round(view.x(panel.seconds[at])), right = Math.round(view.x(panel.seconds[at + 1]));
    [ctx.fillStyle, ctx.globalAlpha] = cover(panel, panel.values[at]);
    ctx.fillRect(left, 0, right - left, height);
  }
}

function spanOf(panel) {
  if (panel.seconds) return [panel.seconds[0], panel.seconds.at(-1)];
  const columns = panel.values.length / panel.hz.length;
  return [panel.first - 0.5 * panel.step, panel.first + (columns - 0.5) * panel.step];
}

function drawLayered(ctx, picture, layer, view, height) {
  picture.greys ??= tiles(picture.values, picture.hz.length, palette(GREYS));
  picture.tiles ??= tiles(picture.values, picture.hz.length, palette(picture.colours));
  drawTiles(ctx, hasSign(layer) ? picture.greys : picture.tiles, picture, view, height);
  if (layer.kind === "image") {
    layer.cover ??= tiles(atRowsOf(picture, layer), picture.hz.length, covers(layer));
    drawTiles(ctx, layer.cover, layer, view, height);
  } else drawSteps(ctx, layer, view, height);
  if (hasSign(layer)) return;
  const [from, to] = spanOf(layer).map((time) => Math.round(view.x(time))), right = view.left + view.width;
  Object.assign(ctx, { fillStyle: VEIL, globalAlpha: DEEPEST });
  ctx.fillRect(view.left, 0, Math.max(0, from - view.left), height);
  ctx.fillRect(Math.max(view.left, to), 0, Math.max(0, right - Math.max(view.left, to)), height);
}

function mixed(from, to, share) {
  const [a, b] = [from, to].map(channels);
  return `#${a.map((value, at) => Math.round(value + share * (b[at] - value)).toString(16).padStart(2, "0")).join("")}`;
}

// What the colours over the picture mean: a loud place, veiled and clear; or a grey place, against and for.
function legendOf(picture, layer) {
  const under = hasSign(layer) ? VEIL : picture.colours[Math.round(0.7 * (picture.colours.length - 1))];
  const colors = [layer.low, (layer.low + layer.high) / 2, layer.high].map((value) => mixed(under, ...cover(layer, value)));
  const [low, high] = scaleOf(layer, hasSign(layer) ? layer.ends.map((end) => `${end}: `) : ["veiled: ", "clear: "]);
  return element("span", { class: "key scale" }, `Over it ${layer.title} · ${low}`, rampOf(colors), high);
}
