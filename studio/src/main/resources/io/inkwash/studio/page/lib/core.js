// What every file of the page needs: elements, state, words, theme.
import {h, render, Fragment} from '../vendor/preact.js';
import {useEffect, useMemo, useRef, useState} from '../vendor/hooks.js';
import {signal, computed, effect, useSignal, batch} from '../vendor/signals.js';
import htm from '../vendor/htm.js';
import en from '../text/en.js';

export const html = htm.bind(h);
export {h, render, Fragment, useEffect, useMemo, useRef, useState};
export {signal, computed, effect, useSignal, batch};

const stored = key => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const store = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // a browser without storage forgets the choice
  }
};

// Words: one file a language, loaded when it is chosen; English where a line is missing.
const LANGUAGES = {en: () => Promise.resolve({default: en}), zh: () => import('../text/zh.js')};
export const language = signal('en');
const words = signal(en);

export async function speak(name) {
  const chosen = LANGUAGES[name] ? name : 'en';
  words.value = (await LANGUAGES[chosen]()).default;
  language.value = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : chosen;
  store('language', chosen);
}

/** The text of a key, with {name}s filled in. */
export function t(key, values = {}) {
  const text = words.value[key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Theme: that of the system until one is chosen.
const dark = matchMedia('(prefers-color-scheme: dark)');
export const theme = signal(stored('theme') ?? (dark.matches ? 'dark' : 'light'));
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
dark.addEventListener('change', () => {
  if (!stored('theme')) {
    theme.value = dark.matches ? 'dark' : 'light';
  }
});

export function switchTheme() {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  store('theme', theme.value);
}

/** A color token, for canvases. */
export const token = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const preferred = stored('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
export const ready = preferred === 'en' ? Promise.resolve() : speak(preferred);

// The address after #: tab/one/two.
export const place = signal(read());
function read() {
  return location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
}
addEventListener('hashchange', () => {
  place.value = read();
});
export const address = (...parts) => '#/' + parts.map(encodeURIComponent).join('/');

/** A number, short. */
export function short(value, digits = 3) {
  if (value === undefined || value === null || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5)
    ? value.toExponential(digits - 1)
    : String(Number(value.toPrecision(digits)));
}

const toastText = signal('');
let toastEnd;
/** Shows a line for a while. */
export function toast(text) {
  toastText.value = text;
  clearTimeout(toastEnd);
  toastEnd = setTimeout(() => (toastText.value = ''), 4000);
}
export const Toast = () => toastText.value && html`<div class="toast" role="status">${toastText.value}</div>`;
