// A canvas of particles, data and a field, drawn at the rate of the screen.
import {html, useEffect, useRef, token, theme} from './core.js';

const TRAILS = 36; // particles whose way is drawn
const colors = () => ({
  dot: token('dot'), a: token('data-a'), b: token('data-b'), accent: token('accent'), soft: token('faint'), line: token('line')
});

/**
 * What a plane shows; its fields are changed from outside and read at the next frame.
 * at is a place in the film, in frames; between two of them particles move along a line.
 */
export function film() {
  return {frames: [], data: null, types: [], extent: 1.3, side: 0, field: null, at: 0, show: 'velocity', trails: true, rate: 0};
}

/** Position of particle k at a place between two frames. */
function spot(from, to, share, k) {
  return from[k] + (to[k] - from[k]) * share;
}

function arrows(context, field, side, size, color) {
  const vectors = field;
  let sum = 0;
  for (let k = 0; k < vectors.length; k += 2) {
    sum += Math.hypot(vectors[k], vectors[k + 1]);
  }
  const mean = sum / (vectors.length / 2) || 1;
  const cell = size / side;
  context.strokeStyle = color;
  context.lineWidth = Math.max(1, size / 560);
  context.beginPath();
  for (let k = 0; k < side * side; k++) {
    const x = ((k % side) + 0.5) * cell;
    const y = size - (Math.floor(k / side) + 0.5) * cell;
    const length = Math.hypot(vectors[2 * k], vectors[2 * k + 1]);
    if (length === 0) {
      continue;
    }
    const reach = cell * 0.82 * Math.tanh(0.8 * length / mean) / length;
    const dx = vectors[2 * k] * reach;
    const dy = -vectors[2 * k + 1] * reach;
    context.moveTo(x - dx / 2, y - dy / 2);
    context.lineTo(x + dx / 2, y + dy / 2);
    context.moveTo(x + dx / 2 - 0.3 * (dx - dy * 0.6), y + dy / 2 - 0.3 * (dy + dx * 0.6));
    context.lineTo(x + dx / 2, y + dy / 2);
    context.lineTo(x + dx / 2 - 0.3 * (dx + dy * 0.6), y + dy / 2 - 0.3 * (dy - dx * 0.6));
  }
  context.stroke();
}

function dots(context, size, extent, positions, radius) {
  const scale = size / (2 * extent);
  const half = size / 2;
  context.beginPath();
  for (let k = 0; k < positions.length; k += 2) {
    const x = half + positions[k] * scale;
    const y = half - positions[k + 1] * scale;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 7);
  }
  context.fill();
}

function draw(canvas, shown, paint) {
  const size = canvas.width;
  const context = canvas.getContext('2d');
  const unit = size / 560;
  context.clearRect(0, 0, size, size);
  if (shown.data) {
    const two = Math.max(...shown.types.slice(0, 200), 0) > 0;
    for (const side of two ? [0, 1] : [0]) {
      context.fillStyle = side === 0 ? paint.a : paint.b;
      const some = [];
      for (let k = 0; k < shown.types.length; k++) {
        if (!two || shown.types[k] % 2 === side) {
          some.push(shown.data[2 * k], shown.data[2 * k + 1]);
        }
      }
      context.globalAlpha = 0.65;
      dots(context, size, shown.extent, some, 1.6 * unit);
      context.globalAlpha = 1;
    }
  }
  const last = shown.frames.length - 1;
  const at = Math.min(Math.max(shown.at, 0), Math.max(last, 0));
  const frame = shown.frames[Math.floor(at)];
  const field = shown.field ?? frame;
  if (shown.show !== 'none' && field?.[shown.show]) {
    arrows(context, field[shown.show], shown.side, size, paint.soft);
  }
  if (!frame) {
    return;
  }
  const next = shown.frames[Math.min(Math.floor(at) + 1, last)];
  const share = at - Math.floor(at);
  const count = frame.points.length;
  if (!shown.moved || shown.moved.length !== count) {
    shown.moved = new Float32Array(count);
  }
  for (let k = 0; k < count; k++) {
    shown.moved[k] = spot(frame.points, next.points, share, k);
  }
  if (shown.trails && last > 1) {
    const scale = size / (2 * shown.extent);
    context.strokeStyle = paint.accent;
    context.globalAlpha = 0.4;
    context.lineWidth = unit;
    context.beginPath();
    for (let k = 0; k < Math.min(TRAILS, count / 2); k++) {
      for (let f = 0; f <= Math.floor(at); f++) {
        const points = shown.frames[f].points;
        const x = size / 2 + points[2 * k] * scale;
        const y = size / 2 - points[2 * k + 1] * scale;
        f === 0 ? context.moveTo(x, y) : context.lineTo(x, y);
      }
      context.lineTo(size / 2 + shown.moved[2 * k] * scale, size / 2 - shown.moved[2 * k + 1] * scale);
    }
    context.stroke();
    context.globalAlpha = 1;
  }
  context.fillStyle = paint.dot;
  dots(context, size, shown.extent, shown.moved, 1.7 * unit);
}

/** The canvas; tick is called before each frame with the seconds since the last. */
export function Plane({shown, tick, label, caption, note, onPoint}) {
  const ref = useRef();
  useEffect(() => {
    const canvas = ref.current;
    let frame;
    let before = performance.now();
    let paint = colors();
    let painted = theme.peek();
    let drawn = [];
    const loop = now => {
      const seconds = Math.min(0.1, (now - before) / 1000);
      before = now;
      tick?.(seconds);
      const size = Math.round(canvas.clientWidth * Math.min(devicePixelRatio, 2));
      if (size > 0 && canvas.width !== size) {
        canvas.width = canvas.height = size;
      }
      if (painted !== theme.peek()) {
        painted = theme.peek();
        paint = colors();
      }
      const look = [size, painted, shown.at, shown.show, shown.trails, shown.side, shown.extent];
      const parts = [shown.data, shown.field, shown.frames, shown.frames.length, shown.frames[shown.frames.length - 1]];
      const next = [...look, ...parts];
      if (next.some((value, k) => value !== drawn[k])) {
        drawn = next;
        draw(canvas, shown, paint);
      }
      shown.rate = 0.95 * shown.rate + 0.05 / Math.max(seconds, 1e-3);
      frame = requestAnimationFrame(loop);
    };
    frame = requestAnimationFrame(loop);
    return () => cancelAnimationFrame(frame);
  }, [shown]);
  const point = e => {
    if (!onPoint || (e.type === 'pointermove' && e.buttons === 0)) {
      return;
    }
    const box = ref.current.getBoundingClientRect();
    onPoint(
      shown.extent * (2 * (e.clientX - box.left) / box.width - 1),
      shown.extent * (1 - 2 * (e.clientY - box.top) / box.height),
      e.shiftKey || e.button === 2 ? 1 : 0);
  };
  return html`<figure class="plane">
    <canvas ref=${ref} role="img" aria-label=${label} onPointerDown=${point} onPointerMove=${point}></canvas>
    <figcaption><span>${caption}</span><span class="num">${note}</span></figcaption>
  </figure>`;
}
