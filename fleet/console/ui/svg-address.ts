/** An SVG image as an address, so that it is shown as a picture and nothing in it is run. */
export const svgAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`;
