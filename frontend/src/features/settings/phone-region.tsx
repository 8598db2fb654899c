import { useQueryClient } from "@tanstack/react-query";
import { api, invalidate } from "@/lib/api";
import { Field, Input } from "@/ui/field";
import { Section } from "@/ui/page";
import { Failed, SkeletonRows } from "@/ui/states";
import { done, refused } from "@/ui/toast";

const PATH = "/api/v1/settings/contacts";

/** In which country a telephone number belongs that is written without one. */
export function PhoneRegion({ disabled }: { disabled: boolean }) {
  const queries = useQueryClient();
  const query = api.useQuery("get", PATH);
  const change = api.useMutation("patch", PATH, { onSettled: () => invalidate(queries, PATH) });
  if (query.isPending) return <SkeletonRows rows={1} />;
  if (query.isError) {
    return <Failed error={query.error} what="The setting" onRetry={() => void query.refetch()} />;
  }
  const known = query.data.phone_region;
  const set = (phone_region: string, undo?: string) =>
    change.mutate(
      { body: { phone_region } },
      {
        onSuccess: () =>
          done(`Numbers without a country are ${phone_region} now`, undo ? () => set(undo) : undefined),
        onError: (error) => refused("The setting was not changed", error),
      },
    );
  return (
    <Section title="Telephone numbers" padded>
      <Field label="Country" hint="Two letters, such as DE: where 0171 1234567 belongs">
        {(wiring) => (
          <Input
            {...wiring}
            key={known}
            defaultValue={known}
            maxLength={2}
            disabled={disabled}
            className="w-20 uppercase"
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
            onBlur={({ target }) => {
              const typed = target.value.trim().toUpperCase();
              if (typed && typed !== known) set(typed, known);
            }}
          />
        )}
      </Field>
    </Section>
  );
}
