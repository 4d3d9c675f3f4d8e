// Work that the server does for this page: sent, followed, cancelled.
import {signal, html, t, short, toast} from './core.js';
import {post, remove, follow} from './api.js';
import {Icon} from './form.js';

/** A job with what is seen of it while it runs: states by image, and the step. */
export const jobs = signal([]);

const change = (id, part) => {
  jobs.value = jobs.value.map(one => (one.id === id ? {...one, ...part} : one));
};
export const ended = job => ['done', 'failed', 'cancelled'].includes(job.state);

/** Sends a request and follows its job; the newest job comes first. */
export async function submit(path, body, tab, more = {}) {
  const job = await post(path, body);
  jobs.value = [{...job, tab, body, live: {}, at: null, ...more}, ...jobs.value].slice(0, 24);
  const stop = follow(`/api/v1/jobs/${job.id}/events`, (name, data) => {
    if (name === 'job') {
      change(job.id, data);
      if (ended(data)) {
        stop();
      }
    } else if (name === 'step') {
      const live = {...jobs.value.find(one => one.id === job.id)?.live};
      for (const image of data.images ?? []) {
        live[image.index] = image;
      }
      change(job.id, {live, at: data});
    }
  });
  return job.id;
}

export async function cancel(id) {
  try {
    await remove(`/api/v1/jobs/${id}`);
  } catch (e) {
    toast(e.message);
  }
}

/** One line of a job: what it is, how far, a way to end it. */
export function JobLine({job}) {
  return html`<div class="stack tight" data-job=${job.id} data-state=${job.state}>
    <div class="row nowrap">
      <span class="small grow">${t(`job.${job.kind}`)} <span class="soft">${job.state === 'queued' && job.position ? t('job.position', {count: job.position}) : t(`job.${job.state}`)}
        ${job.at && !ended(job) ? t('job.step', {step: job.at.step, steps: job.at.steps}) : ''}</span></span>
      ${!ended(job) && html`<button class="quiet icon" aria-label=${t('cancel')} title=${t('cancel')} onClick=${() => cancel(job.id)}><${Icon} name="close"/></button>`}
    </div>
    ${!ended(job) && html`<progress class="sr" max="1" value=${job.progress ?? 0} aria-label=${t('job.progress')}></progress>`}
    ${job.message && html`<span class="refusal" role="alert">${job.message}</span>`}
    ${Object.entries(job.numbers ?? {}).length > 0 && html`<span class="small soft num">${Object.entries(job.numbers).map(([name, value]) => `${name} ${short(value)}`).join('   ')}</span>`}
  </div>`;
}
