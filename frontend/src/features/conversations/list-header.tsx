import { ChevronDown, ListFilter } from "lucide-react";
import { useState } from "react";
import { intentCodes, intents } from "@/lib/intents";
import { Count } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { SearchField } from "@/ui/field";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuLine, MenuTrigger } from "@/ui/menu";
import type { ThreadSearch } from "./api";
import { useCounts, viewNames, views } from "./views";
import { priorities } from "./words";

interface HeaderProps {
  search: ThreadSearch;
  onChange: (search: ThreadSearch) => void;
}

/** The view's name, the search box and the filters over the list. */
export function ListHeader({ search, onChange }: HeaderProps) {
  const counts = useCounts().data;
  const { view = "mine", q = "" } = search;
  const [words, setWords] = useState(q);
  const ask = (next: string) => {
    setWords(next);
    onChange({ ...search, q: next || undefined });
  };
  return (
    <header className="shrink-0 border-b bg-surface px-3 pt-2.5 pb-2.5">
      <title>{`${viewNames[view]} · Mancrel`}</title>
      <div className="flex h-8 items-center gap-1">
        <h1 className="min-w-0 flex-1 text-lg">
          <Menu>
            <MenuTrigger asChild>
              <Button tone="quiet" className="-ml-1 max-w-full px-1.5 text-md font-semibold text-ink">
                <span className="truncate">{viewNames[view]}</span>
                <Count value={counts?.[view]} />
                <ChevronDown className="text-subtle" aria-hidden />
              </Button>
            </MenuTrigger>
            <MenuContent align="start" className="w-56">
              {views.map((name) => (
                <MenuItem
                  key={name}
                  checked={name === view}
                  onSelect={() => onChange({ ...search, view: name })}
                  keys={counts?.[name]?.toString()}
                >
                  {viewNames[name]}
                </MenuItem>
              ))}
            </MenuContent>
          </Menu>
        </h1>
        <Filters search={search} onChange={onChange} />
      </div>
      <SearchField value={words} onChange={ask} label="Search threads" className="mt-2" />
      <Chosen search={search} onChange={onChange} />
    </header>
  );
}

function Filters({ search, onChange }: HeaderProps) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Filter threads">
          <ListFilter aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent className="w-56">
        <MenuLabel>Priority</MenuLabel>
        {Object.entries(priorities).map(([value, label]) => (
          <MenuItem
            key={value}
            checked={search.priority === value}
            onSelect={() =>
              onChange({
                ...search,
                priority: search.priority === value ? undefined : (value as ThreadSearch["priority"]),
              })
            }
          >
            {label}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuLabel>Intent</MenuLabel>
        {intentCodes.map((value) => (
          <MenuItem
            key={value}
            checked={search.intent === value}
            onSelect={() => onChange({ ...search, intent: search.intent === value ? undefined : value })}
          >
            {intents[value]}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

function Chosen({ search, onChange }: HeaderProps) {
  if (!search.intent && !search.priority) return null;
  return (
    <div className="mt-2 flex flex-wrap gap-1">
      {search.priority && (
        <Button size="sm" onClick={() => onChange({ ...search, priority: undefined })}>
          {priorities[search.priority]} <span aria-hidden>×</span>
          <span className="sr-only">remove filter</span>
        </Button>
      )}
      {search.intent && (
        <Button size="sm" onClick={() => onChange({ ...search, intent: undefined })}>
          {intents[search.intent]} <span aria-hidden>×</span>
          <span className="sr-only">remove filter</span>
        </Button>
      )}
    </div>
  );
}
