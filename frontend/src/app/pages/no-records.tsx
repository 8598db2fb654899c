import { Link } from "@tanstack/react-router";
import { Building2, Handshake, Plus, Upload, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useCan } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";

const words = {
  contact: {
    icon: <Users aria-hidden />,
    many: "contacts",
    first: "Whoever writes becomes a contact by itself. Bring those you know already.",
    tip: "Try part of the name or address, or take a filter off.",
  },
  company: {
    icon: <Building2 aria-hidden />,
    many: "companies",
    first: "Create one, and its people are linked by their mail domain.",
    tip: "Try part of the name or domain, or take a filter off.",
  },
  deal: {
    icon: <Handshake aria-hidden />,
    many: "deals",
    first: "Make one from a message, or create one here.",
    tip: "Try part of the title or name, or take a filter off.",
  },
};

interface NoRecordsProps {
  object: keyof typeof words;
  /** Asks for all of them again; left out where nothing narrows the list. */
  onAll?: () => void;
  onCreate?: () => void;
  /** What makes the first one, where that is more than a button. */
  creator?: ReactNode;
}

/** A list without rows: what narrows it is taken off, or the first records are made or brought. */
export function NoRecords({ object, onAll, onCreate, creator }: NoRecordsProps) {
  const { icon, many, first, tip } = words[object];
  const imports = useCan("imports:write");
  if (onAll) {
    return (
      <Empty
        icon={icon}
        title={`No ${object} matches`}
        action={<Button onClick={onAll}>Show all {many}</Button>}
      >
        {tip}
      </Empty>
    );
  }
  const action = (
    <div className="flex flex-wrap justify-center gap-2">
      {creator}
      {onCreate && (
        <Button tone="primary" onClick={onCreate}>
          <Plus aria-hidden /> New {object}
        </Button>
      )}
      {imports && (
        <Button asChild>
          <Link to="/imports" search={{ object }}>
            <Upload aria-hidden /> Import a file
          </Link>
        </Button>
      )}
    </div>
  );
  return (
    <Empty icon={icon} title={`No ${many} yet`} action={action}>
      {first}
    </Empty>
  );
}
