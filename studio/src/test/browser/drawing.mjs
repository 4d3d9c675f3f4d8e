// Drawing: pictures and their film, what lies near a picture, prompts, the queue.
import {check, number, pictures, running, until} from './person.mjs';

export async function draw(page) {
  await page.goto(`${running.address}#/draw`);
  await page.getByLabel('Seed').fill('77');
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

/** The newest job of a kind, when it is done with so many pictures. */
function made(page, kind, count) {
  const job = page.locator('section.card', {has: page.locator('[data-state=done]', {hasText: kind})}).first();
  return until(`${kind}: ${count}`, async () => (await job.locator('.picture img').count()) === count && job);
}

/** What lies near a picture, and its settings from its file. */
export async function neighbors(page) {
  const chosen = page.getByLabel('Chosen picture');
  const first = page.locator('section.card', {has: page.locator('[data-job]')}).last();
  const choose = k => first.getByRole('button', {name: new RegExp(`^Picture ${k}`)}).click();
  await choose(2);
  await until('the third picture is chosen', () => chosen.getByRole('heading', {name: /^Picture 2/}).count());
  await chosen.getByRole('button', {name: 'Vary'}).click();
  await made(page, 'Variations', 6);
  await choose(0);
  await chosen.getByRole('button', {name: 'Interpolate to picture 3'}).last().click();
  const between = await made(page, 'Interpolation', 9);
  const sources = await between.locator('.picture img').evaluateAll(all => all.map(one => one.src));
  check(new Set(sources).size === 9, 'nine pictures from one to the other');
  await choose(0);
  await chosen.getByRole('button', {name: 'Invert'}).click();
  const back = await made(page, 'Inversion and back', 3);
  const error = number(/error (\S+)/.exec(await back.locator('[data-job]').textContent())?.[1]);
  check(error < 0.2, `from the noise the picture comes back, but for ${error}`);
  await choose(1);
  await chosen.getByLabel('Same noise, another solver').selectOption('heun');
  await chosen.getByRole('button', {name: 'Draw again'}).click();
  await until('what the model refuses is said there', async () => (await chosen.locator('.refusal').textContent()).includes('variable=time'));
  await chosen.getByLabel('Same noise, another solver').selectOption('dpm++');
  await chosen.getByRole('button', {name: 'Draw again'}).click();
  await made(page, 'Drawing', 1);
  await page.screenshot({path: `${pictures}/neighbors.png`, fullPage: true});

  const saving = page.waitForEvent('download');
  await chosen.getByRole('link', {name: 'Save'}).click();
  const file = await (await saving).createReadStream();
  const bytes = Buffer.concat(await file.toArray()).toString('base64');
  await page.getByLabel('Seed').fill('5');
  const dropped = await page.evaluateHandle(text => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], 'saved.png', {type: 'image/png'}));
    return transfer;
  }, bytes);
  await page.getByRole('form', {name: 'What to draw'}).dispatchEvent('drop', {dataTransfer: dropped});
  await until('the picture brings its settings', async () => (await page.getByLabel('Seed').inputValue()) === '77');
  check((await page.getByLabel('Solver', {exact: true}).inputValue()) === 'dpm++', 'the solver of the picture');
}

/** Two long jobs, one after the other; both are cancelled, and the next is drawn. */
export async function queue(page) {
  await page.goto(`${running.address}#/draw`);
  await page.reload();
  const states = () => page.locator('[data-job]').evaluateAll(all => all.map(one => one.dataset.state).join());
  await page.getByLabel('Count').fill('256');
  await page.getByLabel('Steps', {exact: true}).fill('999');
  const draw = page.getByRole('button', {name: 'Draw', exact: true});
  await draw.click();
  await until('the first is drawn', async () => (await states()) === 'running');
  await draw.click();
  await until('the second waits', async () => (await states()) === 'queued,running');
  const cancel = page.locator('[data-job]').getByRole('button', {name: 'Cancel'});
  await cancel.first().click();
  await until('the one that waits is cancelled', async () => (await states()) === 'cancelled,running');
  await cancel.click();
  await until('the one that runs is cancelled', async () => (await states()) === 'cancelled,cancelled');
  await page.getByLabel('Count').fill('1');
  await page.getByLabel('Steps', {exact: true}).fill('3');
  await draw.click();
  await until('the next is drawn', async () => (await states()) === 'done,cancelled,cancelled');
}

export async function prompt(page) {
  await page.goto(`${running.address}#/draw`);
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
