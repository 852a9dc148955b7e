import type { Script } from '@sextant/contract/scripts';

const typed = (id: string) => `import { defineCollector } from '@sextant/collectors/collector';

export default defineCollector({
  id: '${id}',
  name: '示例脚本',
  description: '说明它从哪里取什么数据',
  parameters: [
    { name: 'count', type: 'integer', default: 10, description: '取多少行' },
  ],
  table: { name: '${id}', key: ['number'] },
  async *run(params, ctx) {
    // const answer = await ctx.fetch('https://example.com/data.json');
    // const records = await answer.json();
    for (let number = 1; number <= params.count; number += 1) {
      yield { number, square: number * number };
      ctx.progress((number / params.count) * 100);
    }
    ctx.log(\`取到 \${params.count} 行\`);
  },
});
`;

const python = (id: string) => `SCRIPT = {
    "id": "${id}",
    "name": "示例脚本",
    "description": "说明它从哪里取什么数据",
    "parameters": [
        {"name": "count", "type": "integer", "default": 10, "description": "取多少行"},
    ],
    "table": {"name": "${id}", "key": ["number"]},
}


def run(params, ctx):
    for number in range(1, params["count"] + 1):
        yield {"number": number, "square": number * number}
        ctx.progress(number / params["count"] * 100)
    ctx.log(f"取到 {params['count']} 行")
`;

/** What a new script begins with: complete, and it runs. */
export function scriptTemplate(language: Script['language'], id: string): string {
  return language === 'python' ? python(id) : typed(id);
}

/** The code under another id: where the text names the old one in quotes, it names the new one. */
export function renamedSource(source: string, from: string, to: string): string {
  return source.replaceAll(`'${from}'`, `'${to}'`).replaceAll(`"${from}"`, `"${to}"`);
}
