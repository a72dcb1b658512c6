import { createCourseStore } from '../../src/features/course/index.ts';
import { type CourseId } from '../../src/kernel/ids.ts';
import { type Registration } from '../../src/lti/index.ts';
import { type InProcess } from './inProcess.ts';

/** The platform that a visitor's course came from, registered: launches in these tests need none, its console does. */
export async function registerSchool(app: InProcess, courseId: CourseId): Promise<Registration> {
  const register = (name: string): Promise<void> => {
    const issuer = `https://${name}.example`;
    const addresses = { authUrl: `${issuer}/auth`, tokenUrl: `${issuer}/token`, jwksUrl: `${issuer}/keys` };
    return app.tirek.trustPlatform({ name, issuer, clientId: 'a', deploymentId: '1', ...addresses });
  };
  await register('first');
  const course = await createCourseStore(app.store.connection).find(courseId);
  const stored = app.store.connection.collection('lti_registrations');
  const copied = await stored.findOne({});
  if (course === null || copied === null) throw new Error('no platform, or no course');
  await stored.insertOne({
    ...copied,
    _id: course.registrationId as never,
    issuer: 'https://school.example',
  });
  // Another one, so that everybody reads the list of platforms again.
  await register('second');
  const found = await app.tirek.lti.registrations.findById(course.registrationId);
  if (found === null) throw new Error('no platform');
  return found;
}
