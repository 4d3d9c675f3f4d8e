// The shell: tabs, language, theme. Each tab is loaded when it is first opened.
import {html, render, t, language, speak, theme, switchTheme, place, ready, Toast, signal, address} from './lib/core.js';
import {Icon} from './lib/form.js';

const TABS = ['learn', 'draw', 'repair', 'runs'];
const loaded = signal({});

function Tab({name}) {
  const View = loaded.value[name];
  if (!View) {
    import(`./tabs/${name}.js`).then(
      module => (loaded.value = {...loaded.value, [name]: module.default}),
      () => (loaded.value = {...loaded.value, [name]: () => html`<div class="notice bad">${t('error.load')}</div>`}));
    return html`<div class="empty" aria-busy="true"></div>`;
  }
  return html`<${View}/>`;
}

function App() {
  const current = TABS.includes(place.value[0]) ? place.value[0] : 'learn';
  return html`
    <a class="skip" href="#main" onClick=${e => { e.preventDefault(); document.getElementById('main').focus(); }}>${t('skip')}</a>
    <header class="top"><div>
      <a class="brand" href="#/learn"><svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2c5 7.200 9 11.600 9 17a9 9 0 0 1-18 0c0-5.400 4-9.800 9-17z"/></svg>Inkwash</a>
      <nav class="tabs" aria-label=${t('tabs')}>
        ${TABS.map(name => html`<a href=${address(name)} aria-current=${name === current ? 'page' : undefined}>${t(`tab.${name}`)}</a>`)}
      </nav>
      <div class="tools">
        <button class="quiet" lang=${language.value === 'en' ? 'zh' : 'en'} onClick=${() => speak(language.value === 'en' ? 'zh' : 'en')}>${language.value === 'en' ? '中文' : 'English'}</button>
        <button class="quiet icon" aria-label=${t('theme')} title=${t('theme')} onClick=${switchTheme}><${Icon} name=${theme.value === 'dark' ? 'sun' : 'moon'}/></button>
      </div>
    </div></header>
    <main id="main" tabindex="-1"><${Tab} key=${current} name=${current}/></main>
    <${Toast}/>`;
}

ready.then(() => {
  const root = document.getElementById('app');
  root.replaceChildren();
  render(html`<${App}/>`, root);
});
