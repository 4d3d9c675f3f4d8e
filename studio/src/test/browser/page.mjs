// What a person does on the page, in a real browser without a window, against a real server.
//
//   node page.mjs '{"server": ["java", "-cp", ...], "browser": "/usr/bin/chromium", "pictures": "target/page"}'
//
// The server's command prints the page's address on its first line. Each check throws when it does
// not hold; the figures at the end are measured on the way.
import {chromium} from 'playwright-core';
import {check, executablePath, narrow, pictures, running, until, visit} from './person.mjs';
import {draw, neighbors, prompt, queue} from './drawing.mjs';
import {learn} from './learning.mjs';
import {train} from './training.mjs';

const figures = {};

async function repair(page) {
  await page.goto(`${running.address}#/repair`);
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

await visit(
  () => chromium.launch({executablePath, args: ['--no-sandbox']}),
  {learn: page => learn(page, figures), draw, neighbors, queue, prompt, repair, runs: train, narrow},
  400);
console.log(`first paint ${figures.paint.toFixed(0)} ms, ${figures.rate.toFixed(0)} frames a second, ${(figures.weight / 1000).toFixed(0)} KB`);
