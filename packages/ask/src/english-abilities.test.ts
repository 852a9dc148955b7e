import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import { sketchCatalog, sketchValues } from './test-catalogs.ts';

const hospital = {
  prepared: prepareCatalog(
    sketchCatalog({
      wards: { columns: ['id integer', 'name text', 'beds integer'] },
      doctors: {
        columns: [
          'id integer',
          'full_name text',
          'specialty text',
          'salary number',
          'ward_id integer -> wards.id',
        ],
      },
      patients: {
        columns: [
          'id integer',
          'full_name text',
          'gender text',
          'city text',
          'insurer text',
          'weight number',
          'height number',
        ],
      },
      admissions: {
        columns: [
          'id integer',
          'patient_id integer -> patients.id',
          'ward_id integer -> wards.id',
          'admitted_on date',
          'total_charge number',
        ],
      },
      invoices_issued: { columns: ['id integer', 'amount number', 'method text', 'issued_on date'] },
      invoices_received: { columns: ['id integer', 'amount_received number', 'method text', 'paid_on date'] },
    }),
  ),
  values: sketchValues({
    'patients.gender': ['female', 'male'],
    'patients.city': ['Oslo', 'Bergen'],
    'patients.full_name': ['Ida Berg', 'Jan Vos'],
    'doctors.specialty': ['Cardiologist', 'Surgeon'],
  }),
};

const logistics = {
  prepared: prepareCatalog(
    sketchCatalog({
      carriers: { columns: ['id integer', 'name text'] },
      trips: {
        columns: [
          'id integer',
          'carrier_id integer -> carriers.id',
          'origin text',
          'destination text',
          'distance number',
          'fuel number',
          'stops integer',
          'max_load number',
          'started_at datetime',
        ],
      },
      parcels: {
        columns: [
          'id integer',
          'trip_id integer -> trips.id',
          'sender text',
          'fragile boolean',
          'weight number',
        ],
      },
      dailyRate: {
        columns: ['id integer', 'carrier_id integer -> carriers.id', 'drClose number', 'drDay date'],
      },
    }),
  ),
  values: sketchValues({ 'trips.origin': ['OSL', 'HAM'], 'trips.destination': ['OSL', 'HAM'] }),
};

const places = { hospital, logistics };

function written(place: keyof typeof places, question: string): string {
  const read = interpret({ question, now: '2025-06-18T10:00:00', ...places[place] });
  if (read.kind !== 'query') return read.kind;
  return compile(read.query, 'sqlite').replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')');
}

type Row = [keyof typeof places, string, string];

describe('two numbers divided', () => {
  it.each<Row>([
    [
      'hospital',
      'What is the ratio of female patients to male patients?',
      "SELECT COUNT(CASE WHEN gender = 'female' THEN 1 END) * 1.0 / NULLIF(COUNT(CASE WHEN gender = 'male' THEN 1 END), 0) AS ratio FROM patients",
    ],
    [
      'hospital',
      'What is the ratio of weight to height for each patient?',
      'SELECT full_name, weight * 1.0 / NULLIF(height, 0) AS ratio FROM patients',
    ],
    [
      'hospital',
      'ratio of patients to wards',
      'SELECT COUNT(*) * 1.0 / NULLIF((SELECT COUNT(*) AS count FROM wards), 0) AS ratio FROM patients',
    ],
    [
      'logistics',
      'What is the proportion of fragile parcels out of all parcels for each sender?',
      'SELECT sender, COUNT(CASE WHEN fragile = 1 THEN 1 END) * 1.0 / NULLIF(COUNT(*), 0) AS share FROM parcels GROUP BY sender',
    ],
    [
      'logistics',
      'How does the ratio of distance to fuel vary across different trips?',
      'SELECT id, distance * 1.0 / NULLIF(fuel, 0) AS ratio FROM trips',
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(written(place, question)).toBe(expected);
  });
});

describe('one row among others', () => {
  it.each<Row>([
    [
      'hospital',
      'Who is the second highest paid doctor?',
      'SELECT full_name FROM doctors ORDER BY salary DESC LIMIT 1 OFFSET 1',
    ],
    [
      'hospital',
      'Which ward has the third most admissions?',
      'SELECT w.name FROM admissions AS a JOIN wards AS w ON w.id = a.ward_id GROUP BY w.id, w.name ORDER BY COUNT(*) DESC LIMIT 1 OFFSET 2',
    ],
    [
      'hospital',
      'Which patients live in the same city as Ida Berg?',
      "SELECT full_name FROM patients WHERE city IN (SELECT city FROM patients WHERE full_name = 'Ida Berg')",
    ],
    [
      'hospital',
      'Which patients have never been admitted?',
      'SELECT full_name FROM patients WHERE id NOT IN (SELECT patient_id FROM admissions)',
    ],
    [
      'hospital',
      'How many patients have an insurer?',
      'SELECT COUNT(*) AS count FROM patients WHERE insurer IS NOT NULL',
    ],
    [
      'logistics',
      'How many trips with stops are there?',
      'SELECT COUNT(*) AS count FROM trips WHERE stops > 0',
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(written(place, question)).toBe(expected);
  });
});

describe('what tells columns apart', () => {
  it.each<Row>([
    [
      'logistics',
      'How many trips go from OSL to HAM?',
      "SELECT COUNT(*) AS count FROM trips WHERE origin = 'OSL' AND destination = 'HAM'",
    ],
    [
      'logistics',
      'Which carriers made trips from OSL to HAM?',
      "SELECT name FROM carriers WHERE id IN (SELECT carrier_id FROM trips WHERE origin = 'OSL' AND destination = 'HAM')",
    ],
    [
      'logistics',
      'average closing rate of each carrier',
      'SELECT c.name, AVG(dr.drClose) AS average_drClose FROM dailyRate AS dr JOIN carriers AS c ON c.id = dr.carrier_id GROUP BY c.id, c.name',
    ],
    ['logistics', 'the maxload of each trip', 'SELECT max_load FROM trips'],
    [
      'hospital',
      'What are the top 3 methods by total amount received? Return the method and the total amount received.',
      'SELECT method, SUM(amount_received) AS total_amount_received FROM invoices_received GROUP BY method ORDER BY total_amount_received DESC LIMIT 3',
    ],
    [
      'logistics',
      'What are the top 3 origins by number of trips? Return the origin, number of trips and total distance.',
      'SELECT origin, SUM(distance) AS total_distance, COUNT(*) AS count FROM trips GROUP BY origin ORDER BY count DESC LIMIT 3',
    ],
    [
      'logistics',
      'number of trips in the past 7 days, inclusive of 7 days ago',
      "SELECT COUNT(*) AS count FROM trips WHERE started_at >= '2025-06-11' AND started_at < '2025-06-19'",
    ],
    [
      'hospital',
      'number of admissions in the last 3 months excluding the current month',
      "SELECT COUNT(*) AS count FROM admissions WHERE admitted_on >= '2025-03-01' AND admitted_on < '2025-06-01'",
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(written(place, question)).toBe(expected);
  });
});

describe('words defined in the question', () => {
  it.each<Row>([
    [
      'hospital',
      'Revenue is defined as the sum of total_charge. What is the revenue by ward?',
      'SELECT w.name, SUM(a.total_charge) AS revenue FROM admissions AS a JOIN wards AS w ON w.id = a.ward_id GROUP BY w.id, w.name',
    ],
    [
      'logistics',
      'What is the average economy of each carrier? Note that economy means distance divided by fuel.',
      'SELECT c.name, AVG(t.distance * 1.0 / NULLIF(t.fuel, 0)) AS average_amount FROM trips AS t JOIN carriers AS c ON c.id = t.carrier_id GROUP BY c.id, c.name',
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(written(place, question)).toBe(expected);
  });
});

describe('right or silent', () => {
  it.each<[keyof typeof places, string]>([
    ['hospital', 'Did every patient get admitted?'],
    ['hospital', 'How many patients live in Oslo and how many live in Bergen?'],
    ['hospital', 'Which doctors earn more than the average salary of surgeons?'],
    ['hospital', 'Which patients have the same blood type as Ida Berg?'],
    ['hospital', 'What is the second highest average salary and the number of wards?'],
    ['logistics', 'Economy is defined as distance / fuel. What is the economy of each carrier?'],
    ['hospital', 'How many genders do female patients have?'],
  ])('%s: %s', (place, question) => {
    expect(written(place, question)).not.toMatch(/^SELECT/);
  });
});
