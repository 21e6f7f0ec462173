/** What shows a form, or a dialog: loaded when one is first wanted, so that the list itself stays small. */
import "../people/role-editor.js";
import "../ui/dialog.js";

export {};
