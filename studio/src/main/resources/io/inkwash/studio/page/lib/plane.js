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

/** Small round dots: two rectangles each, which browsers fill ten times as fast as circles. */
function dots(context, size, extent, positions, radius) {
  const scale = size / (2 * extent);
  const half = size / 2;
  const short = 0.6 * radius;
  for (let k = 0; k < positions.length; k += 2) {
    const x = half + positions[k] * scale;
    const y = half - positions[k + 1] * scale;
    context.fillRect(x - radius, y - short, 2 * radius, 2 * short);
    context.fillRect(x - short, y - radius, 2 * short, 2 * radius);
  }
}

/** What changes less often than the particles move is drawn aside, and again only when it changes. */
class Layer {
  constructor() {
    this.canvas = document.createElement('canvas');
    this.of = [];
  }

  onto(context, size, of, draw) {
    if (of.length !== this.of.length || of.some((value, k) => value !== this.of[k])) {
      this.of = of;
      this.canvas.width = this.canvas.height = size;
      draw(this.canvas.getContext('2d'));
    }
    context.drawImage(this.canvas, 0, 0);
  }
}

function drawData(context, size, shown, paint) {
  const two = shown.types.some(type => type > 0);
  context.globalAlpha = 0.7;
  for (const side of two ? [0, 1] : [0]) {
    context.fillStyle = side === 0 ? paint.a : paint.b;
    dots(context, size, shown.extent, shown.data.filter((_value, k) => !two || shown.types[k >> 1] % 2 === side), 1.4 * size / 560);
  }
}

function drawTrails(context, size, shown, at, paint) {
  const scale = size / (2 * shown.extent);
  context.strokeStyle = paint.accent;
  context.globalAlpha = 0.4;
  context.lineWidth = size / 560;
  context.beginPath();
  for (let k = 0; k < Math.min(TRAILS, shown.frames[0].points.length / 2); k++) {
    for (let f = 0; f <= at; f++) {
      const points = shown.frames[f].points;
      const x = size / 2 + points[2 * k] * scale;
      const y = size / 2 - points[2 * k + 1] * scale;
      f === 0 ? context.moveTo(x, y) : context.lineTo(x, y);
    }
  }
  context.stroke();
}

function draw(canvas, shown, paint, layers) {
  const size = canvas.width;
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, size, size);
  if (shown.data) {
    layers.data.onto(context, size, [shown.data, size, paint, shown.extent], aside => drawData(aside, size, shown, paint));
  }
  const last = shown.frames.length - 1;
  const at = Math.min(Math.max(shown.at, 0), Math.max(last, 0));
  const whole = Math.floor(at);
  const frame = shown.frames[whole];
  const field = shown.show === 'none' ? null : (shown.field ?? frame)?.[shown.show];
  if (field) {
    layers.field.onto(context, size, [field, size, paint], aside => arrows(aside, field, shown.side, size, paint.soft));
  }
  if (!frame) {
    return;
  }
  if (shown.trails && last > 1) {
    layers.trails.onto(context, size, [shown.frames, whole, size, paint], aside => drawTrails(aside, size, shown, whole, paint));
  }
  const next = shown.frames[Math.min(whole + 1, last)];
  const count = frame.points.length;
  if (!shown.moved || shown.moved.length !== count) {
    shown.moved = new Float32Array(count);
  }
  for (let k = 0; k < count; k++) {
    shown.moved[k] = frame.points[k] + (next.points[k] - frame.points[k]) * (at - whole);
  }
  context.fillStyle = paint.dot;
  dots(context, size, shown.extent, shown.moved, 1.6 * size / 560);
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
    const layers = {data: new Layer(), field: new Layer(), trails: new Layer()};
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
        draw(canvas, shown, paint, layers);
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
