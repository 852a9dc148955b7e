import { describeEngine } from './conformance.ts';
import { profileFixtures } from './profiles.fixtures.ts';

for (const fixture of profileFixtures) describeEngine({ ...fixture, profile: true });
