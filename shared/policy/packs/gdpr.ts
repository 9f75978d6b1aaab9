import { goesOut, type PackReference, type PolicyPack } from './pack.ts'

const article = (control: string, asks: string): PackReference => ({
  framework: 'GDPR, Regulation (EU) 2016/679',
  control,
  asks,
})

/** Where the GDPR asks for a person, a record or restraint. */
export const gdprPack: PolicyPack = {
  id: 'gdpr',
  title: 'GDPR',
  says: 'A person decides what has a grave effect on people, special categories are guarded, recipients are on record.',
  versions: [
    {
      version: 1,
      changes: 'The first version.',
      settings: [
        { name: 'leakRisk', label: 'Text leaks from a risk of', kind: 'real', value: 0.5, min: 0.1, max: 1 },
      ],
      rules: [
        {
          id: 'art22-decisions',
          title: 'A grave decision on a person is made by a person',
          at: 'step',
          when: "action.risk == 'high' && 'personal' in classes",
          effect: 'require-approval',
          message: 'The step has great effect on a person.',
          why: 'People have a right against decisions of grave effect that a machine makes alone. Whoever approves has to be able to decide otherwise, or it is still made alone.',
          serves: [
            article(
              'Art. 22(1) and (3)',
              'A right not to be subject to a decision based solely on automated processing that has legal or similarly significant effects; where an exception allows one, a right to have a person intervene.',
            ),
          ],
        },
        {
          id: 'art9-special',
          title: 'Special categories are processed only when approved',
          at: 'step',
          when: "classes.exists(each, each in ['special', 'health', 'biometric', 'genetic', 'religion', 'politics', 'ethnicity', 'union', 'orientation'])",
          effect: 'require-approval',
          message: 'The step processes special categories of personal data.',
          why: 'Such processing is forbidden unless an exception holds; somebody says that one does.',
          serves: [article('Art. 9(1) and (2)', 'Process special categories only where an exception holds.')],
        },
        {
          id: 'art30-recipients',
          title: 'Recipients of personal data are on record',
          at: 'step',
          when: `${goesOut} && 'personal' in classes`,
          effect: 'flag',
          message: 'Personal data go to a recipient.',
          why: 'The record of processing names categories of recipients, and whoever asks for access is told recipients or categories of them.',
          serves: [
            article(
              'Art. 30(1)(d)',
              'Record the categories of recipients to whom personal data are or will be disclosed.',
            ),
            article(
              'Art. 15(1)(c)',
              'Tell people who ask the recipients of their data, or the categories of them.',
            ),
          ],
        },
        {
          id: 'art5-input',
          title: 'Input with personal data is noted',
          at: 'input',
          when: "'personal' in classes",
          effect: 'flag',
          message: 'The run begins with personal data.',
          why: 'The controller can show which runs processed personal data.',
          serves: [
            article(
              'Art. 5(2)',
              'Be responsible for the principles of Art. 5(1), and able to show that they are kept.',
            ),
          ],
        },
        {
          id: 'art32-leaks',
          title: 'Nothing that leaks is sent',
          at: 'step',
          when: `${goesOut} && leakRisk(args) >= $leakRisk`,
          effect: 'deny',
          message: 'The arguments hold what looks like credentials, or data hidden in links.',
          why: 'Credentials that leak open the way to personal data; data in links are a disclosure that nobody sees.',
          serves: [
            article(
              'Art. 32(1)',
              'Take technical and organisational measures of security that fit the risk.',
            ),
            article('Art. 5(1)(f)', 'Process so that data are secure: integrity and confidentiality.'),
          ],
        },
      ],
    },
  ],
}
