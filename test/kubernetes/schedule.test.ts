import fc from 'fast-check';
import { InputError } from '../../src/input/problem';
import { checkSchedule } from '../../src/kubernetes/schedule';

test.each([
  '* * * * *',
  '*/15 * * * *',
  '0 3 * * 1-5',
  '5,10-20/2,59 0-23 1,31 jan-DEC SUN,sat',
  '0 0 ? * 0',
  '0 0 1 1 6',
  '10/5 * * * *',
  '@hourly',
  '@every 1h30m',
])('%s is taken', (schedule) => {
  expect(checkSchedule(schedule)).toBe(schedule);
});

test('space around it is dropped, and fields may stand apart', () => {
  expect(checkSchedule(' 0  3 * * * ')).toBe('0  3 * * *');
});

test.each([
  ['', 'has not 5 fields'],
  ['hourly', 'has not 5 fields'],
  ['* * * *', 'has not 5 fields'],
  ['0 0 * * * *', 'has not 5 fields'],
  ['60 * * * *', 'has "60" for the minute'],
  ['-1 * * * *', 'has "-1" for the minute'],
  ['* 24 * * *', 'has "24" for the hour'],
  ['* * 0 * *', 'has "0" for the day of the month'],
  ['* * * 13 *', 'has "13" for the month'],
  ['* * * foo *', 'has "foo" for the month'],
  ['* * * * 7', 'has "7" for the day of the week'],
  ['*/0 * * * *', 'has "*/0" for the minute'],
  ['*/ * * * *', 'has "*/" for the minute'],
  ['*/1/2 * * * *', 'has "*/1/2" for the minute'],
  ['5-1 * * * *', 'has "5-1" for the minute'],
  ['1-2-3 * * * *', 'has "1-2-3" for the minute'],
  ['1- * * * *', 'has "1-" for the minute'],
  ['1,,2 * * * *', 'has "1,,2" for the minute'],
  ['1.5 * * * *', 'has "1.5" for the minute'],
  ['@reboot', 'is none of the known abbreviations'],
  ['@every', 'is none of the known abbreviations'],
  ['@every 5', 'is none of the known abbreviations'],
  ['TZ=UTC * * * * *', 'sets a time zone, which a CronJob does not take there'],
  ['CRON_TZ=UTC * * * *', 'sets a time zone, which a CronJob does not take there'],
])('%j is refused: %s', (schedule, reason) => {
  expect(() => checkSchedule(schedule)).toThrow(InputError);
  expect(() => checkSchedule(schedule)).toThrow(
    `schedule ${JSON.stringify(schedule)} ${reason}: the API server refuses`,
  );
});

test('numbers and ranges within the bounds of their field', () => {
  const bounds = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 6],
  ] as const;
  const field = ([min, max]: readonly [number, number]) =>
    fc
      .tuple(fc.integer({ min, max }), fc.integer({ min, max }), fc.integer({ min: 1, max: 99 }))
      .map(([a, b, step]) => {
        return [`${a}`, `${Math.min(a, b)}-${Math.max(a, b)}/${step}`, `*/${step}`];
      });
  fc.assert(
    fc.property(fc.tuple(...bounds.map(field)), fc.nat(2), (fields, kind) => {
      const schedule = fields.map((choices) => choices[kind]).join(' ');
      expect(checkSchedule(schedule)).toBe(schedule);
    }),
  );
});
