/** How many events the store keeps; LabState promises the newest 500. */
export const MAX_EVENTS = 500;
