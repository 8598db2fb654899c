FROM node:22-slim AS pages
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend/ .
RUN npm run build

FROM nginx:1.29-alpine
COPY infrastructure/nginx.conf /etc/nginx/nginx.conf
COPY --from=pages /app/frontend/dist /usr/share/nginx/html
