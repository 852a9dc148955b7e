# Written with care, not run yet. · 尚未实际运行过。
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY collectors/package.json collectors/
COPY packages/contract/package.json packages/contract/
COPY packages/engines/package.json packages/engines/
COPY packages/sql/package.json packages/sql/
COPY packages/ask/package.json packages/ask/
COPY server/package.json server/
COPY web/package.json web/
RUN npm ci
COPY . .
RUN npm run --silent build && npm prune --omit=dev

FROM node:26-bookworm-slim
ENV NODE_ENV=production SEXTANT_HOST=0.0.0.0 SEXTANT_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/collectors collectors
COPY --from=build /app/packages packages
COPY --from=build /app/server server
COPY --from=build /app/web/dist web/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As scripts/toolchain.mjs does: DuckDB's statements hold threads that the rest needs too.
ENV UV_THREADPOOL_SIZE=16
CMD ["node", "server/src/main.ts"]
