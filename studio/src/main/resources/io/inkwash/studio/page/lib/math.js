// Formulas as MathML, from a few commands of TeX: groups, _ ^, \frac, \sqrt, \hat, names, \text.
import {h} from './core.js';

const NAMES = {
  alpha: 'α', beta: 'β', sigma: 'σ', epsilon: 'ε', theta: 'θ', phi: 'φ', mu: 'μ', lambda: 'λ', nabla: '∇',
  sim: '∼', cdot: '·', in: '∈', to: '→', gets: '←', le: '≤', ge: '≥', sum: '∑', int: '∫', mid: '|', norm: '‖',
  E: '𝔼', N: '𝒩', approx: '≈', times: '×', infty: '∞', quad: '\u2003', neg: '−'
};
const OPERATORS = new Set(['∼', '·', '∈', '→', '←', '≤', '≥', '∑', '∫', '|', '‖', '≈', '×', '∇', '\u2003', '−']);
const WORDS = new Set(['log', 'min', 'max', 'KL', 'exp']);

function tokens(source) {
  return source.replaceAll('\\,', ' ').match(/\\text\{[^}]*\}|\\[A-Za-z]+|[A-Za-z]|\d+(?:\.\d+)?|\S/g) ?? [];
}

function atom(list) {
  const token = list.shift();
  if (token === '{') {
    const inner = row(list);
    list.shift();
    return inner;
  }
  if (token.startsWith('\\text{')) {
    return h('mtext', null, token.slice(6, -1));
  }
  if (token === '\\frac') {
    return h('mfrac', null, atom(list), atom(list));
  }
  if (token === '\\sqrt') {
    return h('msqrt', null, atom(list));
  }
  if (token === '\\hat') {
    return h('mover', {accent: 'true'}, atom(list), h('mo', null, '^'));
  }
  if (token.startsWith('\\')) {
    const name = token.slice(1);
    if (WORDS.has(name)) {
      return h('mi', null, name);
    }
    const sign = NAMES[name] ?? name;
    return OPERATORS.has(sign) ? h('mo', {stretchy: 'false'}, sign) : h('mi', null, sign);
  }
  if (/[A-Za-z]/.test(token)) {
    return h('mi', null, token);
  }
  if (/\d/.test(token)) {
    return h('mn', null, token);
  }
  return h('mo', {stretchy: 'false'}, token === '-' ? '−' : token);
}

function row(list) {
  const parts = [];
  while (list.length && list[0] !== '}') {
    let base = atom(list);
    let low;
    let high;
    while (list[0] === '_' || list[0] === '^') {
      if (list.shift() === '_') {
        low = atom(list);
      } else {
        high = atom(list);
      }
    }
    if (low && high) {
      base = h('msubsup', null, base, low, high);
    } else if (low) {
      base = h('msub', null, base, low);
    } else if (high) {
      base = h('msup', null, base, high);
    }
    parts.push(base);
  }
  return h('mrow', null, parts);
}

export const Formula = ({tex}) => h('math', {display: 'block'}, row(tokens(tex)));
