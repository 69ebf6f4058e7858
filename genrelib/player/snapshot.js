/* The sheet as one picture: heads and panels as they stand, on the page's paper, without playhead and pointer. */

async function saveSnapshot({ stage, panels, look, width, height }, title) {
  const dots = window.devicePixelRatio || 1, edge = stage.getBoundingClientRect();
  const canvas = Object.assign(document.createElement("canvas"), { width: width * dots, height: height * dots });
  const ctx = canvas.getContext("2d"), root = stage.closest(".genre-player");
  ctx.scale(dots, dots);
  ctx.fillStyle = getComputedStyle(root).backgroundColor;
  ctx.fillRect(0, 0, width, height);
  for (const panel of panels) {
    const { offsetLeft, offsetTop, clientWidth, clientHeight } = panel.canvas;
    ctx.drawImage(panel.canvas, offsetLeft, offsetTop, clientWidth, clientHeight);
    drawHead(ctx, panel, panel.canvas.previousSibling, edge, look);
  }
  const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = element("a", { href: URL.createObjectURL(file), download: `${title || "sound"}.png` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// Text where it stands, and before each label the colour of its line or block.
function drawHead(ctx, panel, head, edge, look) {
  const place = (box) => [box.left - edge.left, box.top - edge.top, box.width, box.height];
  head.querySelectorAll(".swatch, .block").forEach((swatch, row) => {
    const [left, top, wide, tall] = place(swatch.getBoundingClientRect());
    Object.assign(ctx, { strokeStyle: colorOf(panel, row), lineWidth: tall });
    ctx.setLineDash(dashOf(panel, row));
    ctx.beginPath();
    ctx.moveTo(left, top + tall / 2);
    ctx.lineTo(left + wide, top + tall / 2);
    ctx.stroke();
  });
  for (const ramp of head.querySelectorAll(".ramp")) {
    const [left, top, wide, tall] = place(ramp.getBoundingClientRect());
    const colors = ramp.colors === AMOUNT ? ["rgb(0 0 0 / 0%)", look.accent] : ramp.colors;
    const fill = ctx.createLinearGradient(left, 0, left + wide, 0);
    colors.forEach((color, at) => fill.addColorStop(at / (colors.length - 1), color));
    ctx.fillStyle = fill;
    ctx.fillRect(left, top, wide, tall);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const texts = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode, style = getComputedStyle(parentElement);
    range.selectNodeContents(texts.currentNode);
    const [left, top, , tall] = place(range.getBoundingClientRect());
    ctx.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    ctx.fillStyle = style.color;
    ctx.fillText(data, left, top + tall / 2);
  }
}
