/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The portal's style sheet, and its only script: the rules of the password as it is typed. Every page works without. Main
 * thread.
 */
#include "orch-sandbox-portal-visit.h"

static const char style[] =
    "*{box-sizing:border-box}body{font:1.1rem/1.55 sans-serif;margin:0;color:#1d1d20;background:#fafafb}"
    "main,.bar,footer{max-width:42rem;margin:0 auto;padding:1rem 1.5rem}"
    ".skip{position:absolute;left:-999rem}.skip:focus{position:static}"
    ".training{background:#f8e45c;color:#1d1d20;margin:0;padding:.4rem 1.5rem;text-align:center}"
    ".bar{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.5rem;border-bottom:1px solid #9a9996}"
    ".brand{font-weight:bold;margin:0;flex:1}nav ul{display:flex;flex-wrap:wrap;gap:.5rem "
    "1.5rem;list-style:none;margin:0;padding:0;align-items:center}"
    "h1{font-size:1.7rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.2rem}a{color:#1a5fb4}"
    "label{display:block;font-weight:bold;margin-top:1.2rem}"
    "input,textarea{font:inherit;width:100%;padding:.5rem;border:1px solid #5e5c64;border-radius:.4rem;"
    "background:#fff;color:#1d1d20}"
    "input[aria-invalid],textarea[aria-invalid]{border:2px solid #a51d2d}"
    "button{font:inherit;min-height:2.75rem;margin-top:1.5rem;padding:.5rem "
    "1.6rem;border:2px solid #1a5fb4;border-radius:.5rem;background:#1a5fb4;color:#fff}"
    "button.plain{margin:0;padding:.2rem .8rem;background:transparent;color:#1a5fb4}"
    "input:focus-visible,textarea:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #1a5fb4;"
    "outline-offset:2px}"
    ".error{border-left:.4rem solid #a51d2d;padding:.6rem 1rem;background:#fff}"
    ".good{border-left:.4rem solid #186429;padding:.6rem 1rem;background:#fff}"
    ".hint,.state{color:#4a494f}.unmet{font-weight:bold}"
    "dl>div{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));border-top:1px solid "
    "#c0bfbc;padding:.4rem 0}dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}"
    ".talks,.talk{list-style:none;padding:0}.talks>li{border-top:1px solid #9a9996;padding:.5rem 0}"
    ".talks p,.talks h2{margin:.2rem 0}"
    ".talk>li{border:1px solid #9a9996;border-radius:.7rem;padding:.6rem 1rem;margin:1rem 3rem 1rem 0;background:#fff}"
    ".talk>li.mine{margin:1rem 0 1rem 3rem;background:#e8f0fb}.talk p{margin:.3rem 0}"
    ".text{white-space:pre-wrap;overflow-wrap:anywhere}.ended{border-top:1px solid #9a9996;padding-top:1rem}"
    "footer{border-top:1px solid #9a9996;color:#4a494f;font-size:1rem}"
    "@media(prefers-color-scheme:dark){body{background:#222226;color:#fff}a{color:#99c1f1}"
    ".error,.good,.talk>li{background:#2f2f34}.talk>li.mine{background:#243349}"
    "input,textarea{background:#2f2f34;color:#fff;border-color:#c0bfbc}.hint,.state,footer{color:#deddda}"
    "button.plain{color:#99c1f1;border-color:#99c1f1}"
    "input:focus-visible,textarea:focus-visible,button:focus-visible,a:focus-visible{outline-color:#99c1f1}}";

static const char script[] =
    "'use strict';\n"
    "// The rules of the password are marked as they are met; the hub checks them itself when the form is sent.\n"
    "const rules = document.getElementById('rules');\n"
    "if (rules) {\n"
    "  const fold = (text) => text.normalize('NFKD').replace(/\\p{M}/gu, '').toLowerCase();\n"
    "  const words = rules.dataset.words.split(' ').filter((word) => word !== '');\n"
    "  const common = ['motdepasse', 'password', 'azerty', 'qwerty', 'bonjour', 'bienvenue', 'clinique', '123456', "
    "'abcdef', 'letmein', 'quebec'];\n"
    "  const password = document.getElementById('password');\n"
    "  const again = document.getElementById('again');\n"
    "  const state = document.getElementById('again-state');\n"
    "  const checks = {\n"
    "    length: (text) => [...text].length >= 12 && [...text].length <= 128,\n"
    "    own: (text) => !words.some((word) => fold(text).includes(word)),\n"
    "    common: (text) => !common.some((word) => fold(text).includes(word)),\n"
    "  };\n"
    "  const look = () => {\n"
    "    for (const item of rules.querySelectorAll('[data-rule]')) {\n"
    "      const met = checks[item.dataset.rule](password.value);\n"
    "      item.classList.toggle('unmet', password.value !== '' && !met);\n"
    "      item.querySelector('.state').textContent = password.value === '' ? '' : met ? rules.dataset.met : "
    "rules.dataset.unmet;\n"
    "    }\n"
    "    state.textContent = again.value !== '' && again.value !== password.value ? state.dataset.different : '';\n"
    "  };\n"
    "  password.addEventListener('input', look);\n"
    "  again.addEventListener('input', look);\n"
    "}\n";

static OrchSandboxReply *
file (const char *type, const char *text)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);

  reply->content_type = g_strdup (type);
  g_string_append (reply->body, text);
  return reply;
}

OrchSandboxReply *
orch_sandbox_portal_style (void)
{
  return file ("text/css; charset=utf-8", style);
}

OrchSandboxReply *
orch_sandbox_portal_script (void)
{
  return file ("text/javascript; charset=utf-8", script);
}
