import { keepPreviousData } from "@tanstack/react-query";
import { api, type Schema } from "@/lib/api";

export type Quality = Schema["QualityOut"];
export type Share = Schema["ShareOut"];
export type Calibration = Schema["CalibrationOut"];
export type IntentQuality = Schema["IntentQuality"];

export const periods = { week: 7, month: 30, quarter: 90 } as const;
export type Period = keyof typeof periods;

export const useQuality = (period: Period) =>
  api.useQuery(
    "get",
    "/api/v1/quality",
    { params: { query: { days: periods[period] } } },
    { placeholderData: keepPreviousData },
  );

export const useConfidence = () => api.useQuery("get", "/api/v1/quality/confidence");
