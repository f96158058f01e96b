// SPDX-License-Identifier: Apache-2.0
// Sets the operators' page up: language, token, health; the rest is in batches.js and accounts.js.
import { make, onMissingToken, rememberToken, token } from './api.js';
import { preferredLanguage, say, switchLanguage, useLanguage } from './words.js';
import * as accounts from './accounts.js';
import * as batches from './batches.js';

const HEALTH_MILLIS = 5000;
const dialog = document.querySelector('#token-dialog');
const input = dialog.querySelector('input');
let asking = null;
let declined = false;

/** One dialog however many requests were turned away at once; none again for those who closed it. */
function askForToken() {
  if (declined) return Promise.resolve(false);
  asking ??= new Promise((resolve) => {
    dialog.returnValue = '';
    input.value = '';
    dialog.addEventListener('close', () => {
      asking = null;
      const given = dialog.returnValue === 'ok';
      declined = !given;
      if (given) rememberToken(input.value.trim());
      input.value = '';
      resolve(given && token() !== '');
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

async function showHealth() {
  const list = document.querySelector('#health');
  try {
    const response = await fetch('/health/ready', { cache: 'no-store' });
    const { dependencies } = await response.json();
    list.replaceChildren(...Object.entries(dependencies).map(([name, state]) =>
      make('li', { class: `pill ${state === 'up' ? 'good' : 'bad'}` }, `${say(name)}: ${say(state)}`)));
  } catch {
    list.replaceChildren(make('li', { class: 'pill bad' }, say('unreachable')));
  }
}

useLanguage(preferredLanguage());
onMissingToken(askForToken);
document.querySelector('#token-cancel').addEventListener('click', () => dialog.close('cancel'));
document.querySelector('#token-button').addEventListener('click', async () => {
  declined = false;
  if (await askForToken()) batches.refresh();
});
document.querySelector('#language').addEventListener('click', () => {
  switchLanguage();
  // What was said is in the other language.
  for (const message of document.querySelectorAll('.message')) message.textContent = '';
  document.querySelector('#validate dl').hidden = true;
  showHealth();
  batches.draw();
  accounts.draw();
});
window.addEventListener('resize', batches.draw);
accounts.start();
batches.start();
showHealth();
setInterval(() => document.hidden || showHealth(), HEALTH_MILLIS);
