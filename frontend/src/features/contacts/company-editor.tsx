import { CellPanel } from "@/ui/grid-editors";
import type { EditorProps } from "@/ui/grid-types";
import { CompanySearch } from "./company-pick";

/** Another company of a contact, or none, over its cell. */
export const CompanyEditor = ({ label, value, fault, onSave, onCancel }: EditorProps) => (
  <CellPanel label={label} fault={fault} onClose={onCancel}>
    <CompanySearch onPick={onSave} onClose={onCancel} />
    {value != null && (
      <button
        type="button"
        onClick={() => onSave(null)}
        className="mt-2 rounded-sm text-sm text-muted hover:text-ink hover:underline"
      >
        Take off {(value as { name: string }).name}
      </button>
    )}
  </CellPanel>
);
