// Lines over a common axis, by uPlot, in the colors of the theme.
import {html, useEffect, useRef, token, theme, short} from './core.js';
import UPlot from '../vendor/uplot.js';

let styled = false;
function styles() {
  if (!styled) {
    styled = true;
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/vendor/uplot.css';
    document.head.append(link);
  }
}
export const HUES = ['accent', 'second', 'good', 'soft', 'bad'];

/** An exponential moving average, its beginning corrected as Adam's; missing values are left out of it. */
export function smooth(values, weight) {
  let sum = 0;
  let share = 0;
  return values.map(value => {
    if (value === null || value === undefined || !Number.isFinite(value)) {
      return null;
    }
    sum = weight * sum + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return sum / share;
  });
}

/** Of a logarithmic axis, the powers of ten alone, and not too many of them. */
function decades(_, splits) {
  const whole = value => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6);
  const tens = splits.filter(value => value !== null && whole(value));
  if (tens.length < 2) {
    return splits;
  }
  const every = Math.ceil(tens.length / 6);
  const kept = new Set(tens.filter((_value, k) => k % every === 0));
  return splits.map(value => (kept.has(value) ? value : null));
}

/** The bounds of a logarithmic axis: 1, 2 or 5 times a power of ten, around the values. */
function bounds(_, low, high) {
  if (!(low > 0)) {
    return [1, 10];
  }
  const nice = [10, 5, 2, 1].flatMap(step => [Math.floor(Math.log10(low)) - 1, Math.floor(Math.log10(low)), Math.floor(Math.log10(high)), Math.floor(Math.log10(high)) + 1]
    .map(power => Number(`${step}e${power}`))).sort((a, b) => a - b);
  const from = nice.filter(value => value <= low).at(-1);
  return [from, nice.find(value => value >= high && value > from)];
}
const figures = (_, splits) => splits.map(value => (value === null ? '' : short(value)));

/**
 * @param x of all lines
 * @param lines [{label, y, faint}]
 */
export function Chart({x, lines, log = false, height = 200, xLabel, xName, label, xLog = false}) {
  const ref = useRef();
  const plot = useRef(null);
  const shape = [log, xLog, height, theme.value, lines.map(line => line.label + (line.faint ? '~' : '') + (line.hue ?? '')).join('|')].join();
  const clean = values => (log ? values.map(value => (value > 0 ? value : null)) : values);
  const data = [x, ...lines.map(line => clean(line.y))];
  useEffect(() => {
    styles();
    const axis = {stroke: token('soft'), grid: {stroke: token('line'), width: 1}, ticks: {stroke: token('line'), width: 1}, font: '11px system-ui, sans-serif'};
    plot.current = new UPlot({
      width: ref.current.clientWidth || 300,
      height,
      cursor: {points: {size: 6}},
      scales: {x: {time: false, distr: xLog ? 3 : 1}, y: log ? {distr: 3, range: bounds} : {}},
      axes: [{...axis, label: xLabel, labelSize: 16, labelFont: '11px system-ui, sans-serif', size: 34}, {...axis, size: 58, values: figures, ...(log ? {filter: decades, grid: {...axis.grid, filter: decades}, ticks: {...axis.ticks, filter: decades}} : {})}],
      series: [{label: xLabel ?? xName ?? 'x'}, ...lines.map((line, k) => ({
        label: line.label,
        stroke: token(line.hue ?? HUES[k % HUES.length]),
        width: line.faint ? 1 : 1.7,
        alpha: line.faint ? 0.35 : 1,
        points: {show: false},
        spanGaps: true,
        value: (_, v) => (v === null || v === undefined ? '–' : Number(v.toPrecision(4)).toString())
      }))]
    }, data, ref.current);
    const watch = new ResizeObserver(() => ref.current && plot.current?.setSize({width: ref.current.clientWidth, height}));
    watch.observe(ref.current);
    return () => {
      watch.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape]);
  useEffect(() => {
    plot.current?.setData(data);
  }, [x, lines]);
  return html`<div class="chart" ref=${ref} role="img" aria-label=${label ?? lines.map(line => line.label).join(', ')}></div>`;
}
