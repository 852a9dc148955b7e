import { expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import { sketchCatalog, sketchValues } from './test-catalogs.ts';

const hospital = {
  prepared: prepareCatalog(
    sketchCatalog({
      departments: { columns: ['dept_id integer', 'dept_name text'] },
      doctors: {
        columns: [
          'doctor_id integer',
          'name text',
          'dept_id integer -> departments.dept_id',
          'salary number',
        ],
      },
      patients: { columns: ['patient_id integer', 'name text', 'gender text', 'age integer', 'city text'] },
      appointments: {
        columns: [
          'appointment_id integer',
          'patient_id integer -> patients.patient_id',
          'doctor_id integer -> doctors.doctor_id',
          'visit_date date',
          'status text',
        ],
      },
      scores: { columns: ['id integer', 'doctor_id integer -> doctors.doctor_id', 'score number'] },
      shifts: { columns: ['id integer', 'hours number', 'planned_at datetime', 'signed_at datetime'] },
    }),
  ),
  values: sketchValues({
    'patients.gender': ['M', 'F'],
    'patients.city': ['Beijing', 'Harbin'],
    'appointments.status': ['cancelled', 'completed'],
    'departments.dept_name': ['Surgery', 'Pediatrics'],
  }),
};

function read(question: string) {
  return interpret({ question, now: '2025-06-18T10:00:00', ...hospital });
}

it.each([
  ['列出班次', 'SELECT id, hours, planned_at, signed_at FROM shifts'],
  ['病人的所有信息', 'SELECT patient_id, name, gender, age, city FROM patients'],
  ['工资排名第二的医生', 'SELECT name FROM doctors ORDER BY salary DESC LIMIT 1 OFFSET 1'],
  ['工资第三低的医生是谁', 'SELECT name FROM doctors ORDER BY salary LIMIT 1 OFFSET 2'],
  ['工资前三的医生', 'SELECT name, salary FROM doctors ORDER BY salary DESC LIMIT 3'],
  [
    '男病人和女病人各有多少',
    "SELECT gender, COUNT(*) AS count FROM patients WHERE gender IN ('M', 'F') GROUP BY gender",
  ],
  [
    '各状态的预约数及占比',
    'SELECT status, COUNT(*) AS count, COUNT(*) * 1.0 / NULLIF(SUM(COUNT(*)) OVER (), 0) AS share FROM appointments GROUP BY status',
  ],
  [
    '除了北京以外各城市的病人数',
    "SELECT city, COUNT(*) AS count FROM patients WHERE city <> 'Beijing' GROUP BY city",
  ],
  ['年龄大于20且小于50的病人', 'SELECT name FROM patients WHERE age > 20 AND age < 50'],
  [
    '工资比平均工资高的医生',
    'SELECT name FROM doctors WHERE salary > (SELECT AVG(salary) AS average_salary FROM doctors)',
  ],
  [
    '分数低于60分的医生',
    'SELECT name FROM doctors WHERE doctor_id IN (SELECT doctor_id FROM scores WHERE score < 60)',
  ],
  ['哈尔滨的病人有多少', "SELECT COUNT(*) AS count FROM patients WHERE city = 'Harbin'"],
])('%s', (question, expected) => {
  const said = read(question);
  if (said.kind !== 'query') throw new Error(`${question}: ${JSON.stringify(said)}`);
  expect(compile(said.query, 'sqlite').replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')')).toBe(
    expected,
  );
});

it('asks which time is meant where several serve, and understands the choice', () => {
  const asked = read('上个月有多少班次');
  if (asked.kind !== 'clarify') throw new Error(JSON.stringify(asked));
  expect(asked.choices.map((choice) => choice.label)).toEqual(['planned_at', 'signed_at']);
  for (const choice of asked.choices) {
    expect(choice.reading).toBeUndefined();
    expect(read(choice.question).kind, choice.question).toBe('query');
  }
});
