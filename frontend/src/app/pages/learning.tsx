import { useModel, useReplays } from "@/features/learning/api";
import { LanguageModelSection } from "@/features/learning/language-model";
import { LessonList } from "@/features/learning/lesson-list";
import { Activations, ModelFacts } from "@/features/learning/model-facts";
import { ReplayForm } from "@/features/learning/replay-form";
import { Replays } from "@/features/learning/replay-report";
import { useCan } from "@/lib/permissions";
import { Page } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { SettingsTabs } from "./settings-tabs";

export const ModelPage = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <Model />
  </Page>
);

function Model() {
  const model = useModel();
  const replays = useReplays();
  const writes = useCan("settings:write");
  if (model.isPending || replays.isPending) return <SkeletonRows rows={8} />;
  if (model.isError)
    return <Failed error={model.error} what="The model" onRetry={() => void model.refetch()} />;
  if (replays.isError)
    return <Failed error={replays.error} what="The replays" onRetry={() => void replays.refetch()} />;
  return (
    <div className="grid gap-4">
      <ModelFacts model={model.data} />
      {writes && <LanguageModelSection />}
      {writes && <ReplayForm key={model.data.writer} model={model.data} />}
      <Replays replays={replays.data.items} model={model.data} />
      <Activations model={model.data} />
    </div>
  );
}

export const LessonsPage = () => (
  <Page title="Settings" narrow tabs={<SettingsTabs />}>
    <LessonList />
  </Page>
);
