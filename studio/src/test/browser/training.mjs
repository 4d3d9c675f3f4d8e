// Runs: the form with its refusals, a live training, a killed server, comparison, deletion.
import {check, kill, number, pictures, running, start, until} from './person.mjs';

export async function train(page) {
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
  await compare(page);
  await remove(page, 'small', 1);
  await remove(page, 'second', 0);
  await until('all are gone', () => page.getByText('No runs yet').count());
}

/** Another run beside the first, both in one plot. */
async function compare(page) {
  const body = {
    name: 'second', recipe: 'flow-small', data: 'digits', size: 16, seed: 1, length: {steps: 12}, sampleEvery: 0,
    settings: {'training.batch': '4', 'model.network': 'compact-unet(width=32)'}
  };
  const begun = await page.request.post(`${running.address}api/v1/runs`, {data: body});
  check(begun.ok(), `a second training: ${await begun.text()}`);
  await page.goto(`${running.address}#/runs`);
  await until('both are listed, the second trained', () => page.locator('[data-run=second] [data-state=trained]').count());
  await page.getByLabel('Choose small for comparison').check();
  await page.getByLabel('Choose second for comparison').check();
  await page.getByRole('link', {name: 'Compare 2'}).click();
  await until('both have their line', async () => (await page.locator('.u-legend').first().textContent()).match(/small.*second/));
  check(await page.getByRole('row', {name: /training\.batch 8 4/}).count(), 'the settings that differ are listed');
  await page.screenshot({path: `${pictures}/comparison.png`});
}

/** Deletes a run: first the question is answered by no. */
async function remove(page, run, left) {
  await page.goto(`${running.address}#/runs/${run}`);
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel'}).click();
  await until('the question goes', async () => !(await page.getByRole('dialog').count()));
  check(await page.getByRole('button', {name: 'Resume'}).count(), 'no deletes nothing');
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Delete'}).click();
  await until(`${run} is deleted`, async () => page.url().endsWith('#/runs') && (await page.locator('[data-run]').count()) === left);
}
