import { Link, type LinkProps } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { Button } from "@/ui/button";

/** Up to the list a record stands in. */
export const Back = ({ to, label }: { to: LinkProps["to"]; label: string }) => (
  <Button asChild size="sm" tone="quiet">
    <Link to={to}>
      <ArrowLeft aria-hidden /> {label}
    </Link>
  </Button>
);
