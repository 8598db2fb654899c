import { useState } from "react";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import { Section } from "@/ui/page";
import { Failed } from "@/ui/states";
import { When } from "@/ui/time";
import { done, refused } from "@/ui/toast";
import { useFeed, useNewFeed, useRemoveFeed } from "./api";

/** The secret address by which another calendar shows one's open activities. */
export function CalendarFeed() {
  const query = useFeed();
  const create = useNewFeed();
  const remove = useRemoveFeed();
  const [url, setUrl] = useState<string | null>(null);
  const since = query.data?.created_at;
  const make = () =>
    create.mutate(
      {},
      {
        onSuccess: (made) => setUrl(made.url),
        onError: (error) => refused("No address was made", error),
      },
    );
  const takeBack = () =>
    remove.mutate(
      {},
      {
        onSuccess: () => {
          setUrl(null);
          done("The calendar address is no longer good");
        },
        onError: (error) => refused("The address was not taken back", error),
      },
    );
  return (
    <Section
      title="Calendar"
      note="Your open activities in another calendar. Whoever has the address can read them."
      padded
      aside={
        <span className="flex gap-2">
          {since && (
            <Button size="sm" busy={remove.isPending} onClick={takeBack}>
              Take back
            </Button>
          )}
          <Button size="sm" busy={create.isPending} disabled={query.isPending} onClick={make}>
            {since ? "New address" : "Make an address"}
          </Button>
        </span>
      }
    >
      {query.isError ? (
        <Failed error={query.error} what="The calendar" onRetry={() => void query.refetch()} />
      ) : url ? (
        <CopyField label="Calendar address" value={url} />
      ) : (
        <p className="text-sm text-muted">
          {since ? (
            <>
              There is an address, made <When at={since} />. It is not shown again; a new one replaces it.
            </>
          ) : (
            "There is no address yet."
          )}
        </p>
      )}
    </Section>
  );
}
