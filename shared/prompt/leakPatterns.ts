import type { PromptPattern } from './promptPattern.ts'

/** Signs in what goes out: something that should have stayed inside. They read the text as it is. */
export const leakPatterns: readonly PromptPattern[] = [
  {
    id: 'own-instructions',
    family: 'leak',
    weight: 0.7,
    says: 'recites instructions of a model',
    source: 'OWASP LLM07:2025',
    pattern:
      /\b(?:my|the|your) (?:system prompt|initial instructions|system message|hidden instructions) (?:is|are|says?|reads?|states?|begins?|was|were)\b|\bmy (?:instructions|rules|guidelines) (?:are|say|read|state)\b|\bhere (?:is|are) my (?:\w{1,10} )?(?:system prompt|instructions|rules|guidelines|prompt)\b|\bi (?:was|am|have been) (?:instructed|told|programmed|configured)(?: by (?:my|the) \w{1,15})? (?:to|not to|never to)\b|\bi must not (?:reveal|disclose|mention)\b|\bas an ai (?:language )?model,? (?:my|i was|i am) (?:instructions|instructed|programmed)|\bmein(?:e)? (?:system-?prompt|anweisungen) (?:lautet|lauten|ist|sind)\b|\b(?:mon|mes) (?:invite systeme|invite système|instructions) (?:est|sont|disent)\b|\b(?:mi prompt|mis instrucciones) (?:del? sistema )?(?:es|son|dicen?)\b/iu,
  },
  {
    id: 'role-marker-out',
    family: 'leak',
    weight: 0.5,
    says: 'holds the marks of a conversation',
    source: 'OWASP LLM07:2025',
    pattern:
      /<\|(?:im_start|im_end|system|assistant|endoftext|eot_id|start_header_id)\|>|<<SYS>>|\[\/?INST\]/iu,
  },
  {
    id: 'delimiter-echoed',
    family: 'leak',
    weight: 0.4,
    says: 'repeats the marks around untrusted text',
    source: 'Hines et al. 2024, arXiv:2403.14720',
    pattern: /<\/?untrusted-[0-9a-f]{16}/u,
  },
  {
    id: 'link-with-data',
    family: 'exfiltration',
    weight: 0.6,
    says: 'shows a picture from an address that carries data',
    source: 'OWASP LLM02:2025',
    pattern:
      /!\[[^\]\n]{0,200}\]\(https?:\/\/[^\s)?]{1,300}\?[^\s)]{0,300}=[^\s)]{8,2000}\)|<img[^>]{1,300}src=["']?https?:\/\/[^\s"'>]{1,300}\?[^\s"'>]{0,300}=[^\s"'>]{8,2000}/iu,
  },
  {
    id: 'link-with-much',
    family: 'exfiltration',
    weight: 0.55,
    says: 'shows a link whose address carries much data',
    source: 'OWASP LLM02:2025',
    pattern:
      /\]\(https?:\/\/[^\s)?]{1,300}\?[^\s)]{0,300}=(?:[A-Za-z0-9+/_-]{28,2000}|[\w.-]{1,40}(?:%20|\+)[\w.-]{1,40}(?:%20|\+))/u,
  },
  {
    id: 'script-from-elsewhere',
    family: 'exfiltration',
    weight: 0.55,
    says: 'brings a script or a frame from elsewhere',
    source: 'OWASP LLM05:2025',
    pattern: /<(?:script|iframe)[^>]{1,300}src=["']?https?:\/\//iu,
  },
  {
    id: 'private-key',
    family: 'credential',
    weight: 0.95,
    says: 'holds a private key',
    source: 'RFC 7468',
    pattern: /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----/u,
  },
  {
    id: 'provider-token',
    family: 'credential',
    weight: 0.9,
    says: 'holds an access token of a provider',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9_]{60,100}\b|\bglpat-[A-Za-z0-9_-]{20,40}\b|\bxox[abprs]-[A-Za-z0-9-]{10,80}\b|\bsk_(?:live|test)_[A-Za-z0-9]{16,100}\b|\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,200}\b|\bAIza[0-9A-Za-z_-]{35}\b|\bwhsec_[A-Za-z0-9+/=]{20,100}/u,
  },
  {
    id: 'jwt',
    family: 'credential',
    weight: 0.7,
    says: 'holds a JSON Web Token',
    source: 'RFC 7519',
    pattern: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{16,1000}\b/u,
  },
  {
    id: 'password-said',
    family: 'credential',
    weight: 0.55,
    says: 'says a password',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:password|passwd|passphrase|api[ _-]?key|secret[ _-]?key|access[ _-]?token)\b["']? ?(?:is|=|:) ?["'`]?(?=[^\s"'`]{0,60}\d)[^\s"'`<>{}]{8,120}/iu,
  },
  {
    id: 'password-assigned',
    family: 'credential',
    weight: 0.5,
    says: 'assigns a password',
    source: 'OWASP LLM02:2025',
    pattern:
      /\b(?:password|passwd|passphrase|api_?key|secret_?key|access_?token)\b["']? ?[=:] ?["'](?!your|example|change|\*|x{3}|\.{3})[^\s"'<>{}$]{8,120}["']/iu,
  },
  {
    id: 'connection-string',
    family: 'credential',
    weight: 0.85,
    says: 'holds an address with a password in it',
    source: 'RFC 3986, section 3.2.1',
    pattern: /:\/\/[^\s:@/]{1,80}:(?!password@|pass@|\*{3})[^\s:@/<>{}]{3,120}@[\w.-]{1,200}/iu,
  },
]
