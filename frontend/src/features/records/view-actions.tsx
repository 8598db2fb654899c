import { EllipsisVertical, MoveLeft, MoveRight, RotateCcw, Save, Share2, Star, Trash2 } from "lucide-react";
import { useState } from "react";
import { asRead } from "@/lib/as-read";
import { useCan } from "@/lib/permissions";
import { whenOpen } from "@/lib/when-open";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuContent, MenuItem, MenuLine, MenuTrigger } from "@/ui/menu";
import { done, refused } from "@/ui/toast";
import {
  type Kind,
  useChangeView,
  useCreateView,
  useDeleteView,
  useDropDefault,
  useMakeDefault,
  useRestoreView,
  type View,
  viewPath,
} from "./api";
import type { Named } from "./view-dialog";
import { NO_VIEW, type ViewSearch, type ViewState } from "./view-state";

const ViewDialog = whenOpen(async () => (await import("./view-dialog")).ViewDialog);

interface ViewActionsProps {
  kind: Kind;
  state: ViewState;
  onGo: (search: ViewSearch) => void;
}

/** Save what is on screen as a view, or into the one that is open; share, move and remove that. */
export function ViewActions({ kind, state, onGo }: ViewActionsProps) {
  const [naming, setNaming] = useState(false);
  const { active, changed, shape } = state;
  const writes = useCan("views:write");
  const create = useCreateView();
  const save = useSaving(state, onGo);
  if (!writes) return null;
  const createAs = async ({ name, shared, team_id }: Named) => {
    const { columns, filter, sort } = shape;
    const body = { kind, name, shared, team_id, columns, filter, sort: sort ?? null };
    const made = await create.mutateAsync({ body });
    done(`${made.name} saved`);
    onGo({ view: made.id });
  };
  return (
    <>
      {changed && (
        <Button size="sm" tone="quiet" onClick={() => onGo(active ? { view: active.id } : {})}>
          <RotateCcw aria-hidden /> Reset
        </Button>
      )}
      {changed && active?.editable && (
        <Button size="sm" tone="primary" busy={save.busy} onClick={() => void save.run(active)}>
          <Save aria-hidden /> Save
        </Button>
      )}
      {changed && (
        <Button size="sm" onClick={() => setNaming(true)}>
          {active ? "Save as …" : "Save view"}
        </Button>
      )}
      {active && (
        <ViewMenu
          key={active.id}
          view={active}
          views={state.views}
          onGo={onGo}
          onCopy={() => setNaming(true)}
        />
      )}
      <ViewDialog
        open={naming}
        onOpenChange={setNaming}
        title="Save as a new view"
        action="Save view"
        start={{ name: active ? `${active.name} (copy)` : "", shared: "nobody", team_id: null }}
        onSave={createAs}
      />
    </>
  );
}

/** Write what is on screen into the view, with a way back. */
function useSaving({ shape }: ViewState, onGo: (search: ViewSearch) => void) {
  const change = useChangeView();
  const put = (view: View, body: Pick<View, "columns" | "filter" | "sort">) =>
    change.mutateAsync({ params: viewPath(view.id), body, ...asRead(view) });
  const run = async (view: View) => {
    const { columns, filter, sort } = view;
    try {
      const after = await put(view, { ...shape, sort: shape.sort ?? null });
      onGo({ view: view.id });
      done(
        `${view.name} saved`,
        () =>
          void put(after, { columns, filter, sort }).catch((error: unknown) =>
            refused("This was not taken back", error),
          ),
      );
    } catch (error) {
      refused("The view was not saved", error);
    }
  };
  return { run, busy: change.isPending };
}

interface ViewMenuProps {
  view: View;
  views: View[];
  onGo: (search: ViewSearch) => void;
  onCopy: () => void;
}

function ViewMenu({ view, views, onGo, onCopy }: ViewMenuProps) {
  const [sharing, setSharing] = useState(false);
  const change = useChangeView();
  const make = useMakeDefault();
  const drop = useDropDefault();
  const params = viewPath(view.id);
  const onError = (error: unknown) => refused("The view was not changed", error);
  const remove = useRemoving(view, onGo);
  const place = views.findIndex(({ id }) => id === view.id);
  const move = async (to: number) => {
    const order = views.filter(({ id }) => id !== view.id);
    order.splice(to, 0, view);
    const moved = order
      .map((one, at) => ({ ...one, to: at + 1 }))
      .filter((one) => one.editable && one.position !== one.to);
    await Promise.all(
      moved.map((one) =>
        change.mutateAsync({ params: viewPath(one.id), body: { position: one.to }, ...asRead(one) }),
      ),
    ).catch(onError);
  };
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={`More about ${view.name}`} size="iconSm">
            <EllipsisVertical aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuItem
            checked={view.is_default}
            onSelect={() =>
              view.is_default
                ? drop.mutate({ params }, { onError, onSuccess: () => onGo({ view: view.id }) })
                : make.mutate({ params }, { onError })
            }
          >
            <Star aria-hidden /> Begin with this view
          </MenuItem>
          <MenuItem onSelect={onCopy}>
            <Save aria-hidden /> Save as a new view
          </MenuItem>
          {view.editable && (
            <>
              <MenuItem onSelect={() => setSharing(true)}>
                <Share2 aria-hidden /> Rename and share
              </MenuItem>
              <MenuItem disabled={place <= 0} onSelect={() => void move(place - 1)}>
                <MoveLeft aria-hidden /> Move to the left
              </MenuItem>
              <MenuItem disabled={place >= views.length - 1} onSelect={() => void move(place + 1)}>
                <MoveRight aria-hidden /> Move to the right
              </MenuItem>
              <MenuLine />
              <MenuItem danger onSelect={remove}>
                <Trash2 aria-hidden /> Delete the view
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      <ViewDialog
        open={sharing}
        onOpenChange={setSharing}
        title="Rename and share"
        action="Save"
        start={{ name: view.name, shared: view.shared, team_id: view.team?.id ?? null }}
        onSave={({ name, shared, team_id }) =>
          change.mutateAsync({ params, body: { name, shared, team_id }, ...asRead(view) })
        }
      />
    </>
  );
}

function useRemoving(view: View, onGo: (search: ViewSearch) => void) {
  const remove = useDeleteView();
  const restore = useRestoreView();
  const params = viewPath(view.id);
  const back = () =>
    restore.mutate(
      { params },
      {
        onSuccess: () => onGo({ view: view.id }),
        onError: (error) => refused("The view was not restored", error),
      },
    );
  return () =>
    remove.mutate(
      { params, ...asRead(view) },
      {
        onSuccess: () => {
          done(`${view.name} deleted`, back);
          onGo({ view: NO_VIEW });
        },
        onError: (error) => refused("The view was not deleted", error),
      },
    );
}
