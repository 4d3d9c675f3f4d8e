// What a person does on the page, in a real browser without a window, against a real server.
//
//   node page.mjs '{"server": ["java", "-cp", ...], "browser": "/usr/bin/chromium", "pictures": "target/page"}'
//
// The server's command prints the page's address on its first line. Each check throws when it does
// not hold; the figures at the end are measured on the way.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {chromium} from 'playwright-core';

const {server, browser: executablePath, pictures} = JSON.parse(process.argv[2]);
const figures = {};
let running;
mkdirSync(pictures, {recursive: true});

function check(holds, what) {
  if (!holds) {
    throw new Error(`not so: ${what}`);
  }
}

async function start() {
  const child = spawn(server[0], server.slice(1), {stdio: ['ignore', 'pipe', 'inherit']});
  const [line] = await once(createInterface({input: child.stdout}), 'line');
  running = {child, address: line.trim()};
}

async function kill() {
  running.child.kill('SIGKILL');
  await once(running.child, 'exit');
}

async function until(what, look, seconds = 90) {
  const end = Date.now() + 1000 * seconds;
  while (Date.now() < end) {
    const found = await look();
    if (found) {
      console.log(`${(performance.now() / 1000).toFixed(1)} s: ${what}`);
      return found;
    }
    await new Promise(resume => setTimeout(resume, 150));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

const number = text => Number(/-?[\d.]+(?:e-?\d+)?/.exec(text ?? '')?.[0] ?? NaN);

async function learn(page, address) {
  await page.goto(address);
  const note = page.locator('.plane figcaption span').nth(1);
  const distance = await until('particles end on the data', async () => number(await note.textContent()) || 0);
  check(distance < 0.15, `exact particles end near the data, at distance ${distance}`);
  figures.weight = await page.evaluate(() => performance.getEntriesByType('resource')
    .filter(entry => !entry.name.includes('/api/')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)
    + performance.getEntriesByType('navigation')[0].encodedBodySize);
  figures.paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  check(figures.weight < 300_000, `the page weighs ${figures.weight} bytes, less than 300 KB`);
  await until('the film has been shown', () => page.getByRole('button', {name: 'Play', exact: true}).count());
  await page.getByRole('button', {name: 'Play', exact: true}).click();
  figures.rate = await page.evaluate(() => new Promise(done => {
    let frames = 0;
    const begun = performance.now();
    const count = now => (now - begun < 2000 ? (frames++, requestAnimationFrame(count)) : done(frames / ((now - begun) / 1000)));
    requestAnimationFrame(count);
  }));
  const time = page.getByLabel('Time, from noise to data');
  await time.focus();
  await time.press('Home');
  await until('the slider goes back to noise', async () => (await page.getByText(/^t 1\b/).count()) > 0);
  await page.screenshot({path: `${pictures}/learn.png`});
  await page.goto(`${address}#/learn/guidance`);
  await until('another chapter', async () => (await page.locator('h2').textContent()) === 'Guidance');
  await page.getByRole('button', {name: '中文'}).click();
  await until('the page in Chinese', async () => (await page.locator('h2').textContent()) === '引导');
  await page.getByRole('button', {name: 'English'}).click();
}

async function draw(page, address) {
  await page.goto(`${address}#/draw`);
  await page.getByLabel('Count').fill('4');
  await page.getByRole('button', {name: 'Draw', exact: true}).click();
  await until('pictures are drawn', () => page.locator('[data-state=done]').count());
  const film = page.getByLabel('Step of the film');
  await until('the film is there', () => film.count());
  const state = page.getByAltText('x_t, the state');
  const last = await state.getAttribute('src');
  await film.focus();
  for (let k = 0; k < 5; k++) {
    await film.press('ArrowLeft');
  }
  const earlier = await until('an earlier state', async () => {
    const source = await state.getAttribute('src');
    return source !== last && (await state.evaluate(image => image.complete && image.naturalWidth > 0)) && source;
  });
  check(earlier.includes('/film/'), 'the scrubber shows a state of the film');
  await page.screenshot({path: `${pictures}/draw.png`});
}

async function prompt(page, address) {
  await page.goto(`${address}#/draw`);
  const model = page.getByLabel('Model', {exact: true});
  await model.selectOption('old/cut');
  await until('a folder that is no model says why', async () => (await page.locator('.refusal').textContent()).includes('unet'));
  check(await page.getByRole('button', {name: 'Draw', exact: true}).isDisabled(), 'there is nothing to draw from');
  await model.selectOption('tiny');
  await page.getByLabel('Prompt', {exact: true}).fill('a fox in ink');
  await page.getByLabel('Negative prompt').fill('blurry');
  await page.getByLabel('Width').fill('64');
  await page.getByLabel('Height').fill('48');
  await page.getByLabel('Steps', {exact: true}).fill('4');
  await page.getByRole('button', {name: 'Draw', exact: true}).click();
  await until('the picture of a prompt is drawn', () => page.locator('[data-state=done]').count());
  const size = image => [image.naturalWidth, image.naturalHeight];
  const drawn = page.locator('.picture img').first();
  await until('it has the size that was typed', async () => (await drawn.evaluate(size)).join() === '64,48');
  await until('its film is there', () => page.getByLabel('Step of the film').count());
  await page.screenshot({path: `${pictures}/prompt.png`});
  await page.getByLabel('Prompt', {exact: true}).fill('a wolf');
  await page.getByText('Begin with a picture').click();
  const photo = await page.screenshot({clip: {x: 0, y: 0, width: 96, height: 96}});
  await page.locator('input[accept="image/*"]').setInputFiles({name: 'photo.png', mimeType: 'image/png', buffer: photo});
  await until('the picture to begin with is there', () => page.getByText('photo.png').count());
  await page.getByRole('button', {name: 'Draw', exact: true}).click();
  await until('a picture is drawn from another', () => page.locator('[data-state=done]').filter({hasText: 'Variations'}).count());
}

async function repair(page, address) {
  await page.goto(`${address}#/repair`);
  await until('the model is known', () => page.getByRole('button', {name: 'Repair', exact: true}).isEnabled());
  const pad = page.locator('.pad');
  await pad.focus();
  await pad.press('Shift+ArrowRight');
  const white = canvas => canvas.getContext('2d').getImageData(15, 14, 1, 1).data[0];
  check((await page.getByLabel('Picture', {exact: true}).evaluate(white)) > 200, 'arrow keys paint');
  await page.getByRole('button', {name: 'Clear'}).click();
  const box = await pad.boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.28, 0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.25), {steps: 6});
  await page.mouse.move(...at(0.45, 0.8), {steps: 8});
  await page.mouse.up();
  await page.getByRole('button', {name: 'Mask', exact: true}).first().click();
  await page.getByLabel('Brush').fill('6');
  for (const y of [0.65, 0.85, 0.97]) {
    await page.mouse.move(...at(0.05, y));
    await page.mouse.down();
    await page.mouse.move(...at(0.95, y), {steps: 8});
    await page.mouse.up();
  }
  await page.getByRole('button', {name: 'Repair', exact: true}).click();
  await until('it is repaired', async () => {
    const failed = page.locator('.notice.bad, [data-state=failed]');
    check(!(await failed.count()), `repair: ${await failed.allTextContents()}`);
    return page.locator('[data-state=done]').count();
  });
  const labels = await page.locator('figure[data-label]').evaluateAll(all => all.map(one => one.dataset.label));
  check(labels.includes('mean') && labels.includes('spread') && labels.length >= 6, `several samples, mean and spread: ${labels}`);
  await page.screenshot({path: `${pictures}/repair.png`});
}

async function train(page) {
  await page.goto(`${running.address}#/runs/new`);
  await page.getByLabel('Name', {exact: true}).fill('small');
  await page.getByLabel('Recipe', {exact: true}).selectOption('flow-small');
  await page.getByLabel('Side in pixels').fill('16');
  await page.getByLabel('Steps', {exact: true}).fill('100000');
  await page.getByLabel('Samples every … steps').fill('0');
  await page.getByLabel('Checkpoint every … steps').fill('5');
  for (const part of ['training', 'learning', 'model']) {
    await page.locator('summary', {hasText: new RegExp(`^${part}$`)}).click();
  }
  await page.getByLabel('training.batch').fill('8');
  await page.locator('.field', {hasText: 'model.network'}).getByLabel('width', {exact: true}).fill('32');
  const rate = page.getByLabel('learning.learningRate.rate');
  const usual = await rate.inputValue();
  await rate.fill('-1');
  await until('the refusal stands beside the field', () => page.locator('.field', {has: rate}).locator('.refusal').count());
  await page.getByRole('button', {name: 'Begin training'}).click();
  check((await page.locator('.field', {has: rate}).locator('.refusal').textContent()).includes('allowed'), 'the refusal says what is allowed');
  check(page.url().endsWith('/runs/new'), 'nothing has begun');
  await page.screenshot({path: `${pictures}/refusal.png`});
  await rate.fill(usual);
  await until('the refusal goes', async () => !(await page.locator('.refusal').count()));
  await page.getByRole('button', {name: 'Begin training'}).click();

  const step = page.locator('[data-stat="runs.stepNow"]');
  await until('steps are taken', async () => number(await step.textContent()) >= 12);
  const loss = page.locator('[data-stat="runs.loss"]');
  const first = await loss.textContent();
  await until('the loss moves', async () => (await loss.textContent()) !== first && number(await loss.textContent()) > 0);
  check(await page.locator('.u-over').count(), 'the loss is drawn');
  await page.screenshot({path: `${pictures}/training.png`});

  await kill();
  await start();
  await page.goto(`${running.address}#/runs/small`);
  await until('it is known to have ended', () => page.getByRole('button', {name: 'Resume'}).count());
  check(await page.locator('[data-state=stopped]').count(), 'it is shown as stopped before its goal');
  check((await page.locator('[data-unfinished]').textContent()).includes('of 100000'), 'it says how far it was to go');
  const before = number(await step.textContent());
  await page.getByLabel('until step').fill(String(before + 5000));
  await page.getByRole('button', {name: 'Resume'}).click();
  await until('it goes on', async () => number(await step.textContent()) > before);
  await page.getByRole('button', {name: 'Stop'}).click();
  await until('it stops', () => page.getByRole('button', {name: 'Resume'}).count());
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Delete'}).click();
  await until('it is gone', () => page.getByText('No runs yet').count());
}

const late = setTimeout(() => {
  console.error('not done after 280 s');
  running?.child.kill('SIGKILL');
  process.exit(1);
}, 280_000);
late.unref();
let page;
await start();
const chrome = await chromium.launch({executablePath, args: ['--no-sandbox']});
try {
  page = await chrome.newPage({viewport: {width: 1280, height: 900}, locale: 'en-US'});
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on('pageerror', error => faults.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) {
      faults.push(message.text());
    }
  });
  for (const [name, part] of Object.entries({learn, draw, prompt, repair})) {
    await part(page, running.address);
    console.log(`${name}: done`);
  }
  await train(page);
  console.log('runs: done');
  await page.setViewportSize({width: 390, height: 844});
  for (const tab of ['learn', 'draw', 'repair', 'runs']) {
    await page.goto(`${running.address}#/${tab}`);
    await page.waitForTimeout(400);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(wider <= 0, `${tab} fits 390 pixels, but for ${wider}`);
  }
  check(!faults.length, `no errors on the page: ${faults}`);
  console.log(`first paint ${figures.paint.toFixed(0)} ms, ${figures.rate.toFixed(0)} frames a second, ${(figures.weight / 1000).toFixed(0)} KB`);
} catch (e) {
  await page?.screenshot({path: `${pictures}/failed.png`, fullPage: true}).catch(() => {});
  throw e;
} finally {
  await chrome.close();
  await kill();
}
