/**
 * Where pages stand in the site, and its sidebar.
 *
 * @module
 */

import {
  DefaultTheme,
  DocumentReflection,
  KindRouter,
  ReflectionKind,
  type NavigationElement,
  type ProjectReflection,
  type Reflection,
} from 'typedoc';
import type { Page, Pages } from './pages.js';

/** Where all doors are listed. */
const referenceUrl = 'reference.html';

/** Puts a page where its `url` says, and what is told of code where it is usual. */
export class SiteRouter extends KindRouter {
  protected override getIdealBaseName(target: Reflection): string {
    const url = target instanceof DocumentReflection ? target.frontmatter['url'] : undefined;
    return typeof url === 'string'
      ? `./${url.replace(/\.html$/u, '')}`
      : super.getIdealBaseName(target);
  }

  // By itself, the list of all doors would be the index. That is a page of its own, and the guide comes first.
  protected override getFileName(name: string): string {
    return super.getFileName(name === 'index' ? 'reference' : name.replace(/^\.\//u, ''));
  }
}

/** A theme whose sidebar has the pages of the guide, the doors of the library, and the pages of the project. */
export const themeOf = ({ guide, project }: Pages): typeof DefaultTheme =>
  class SiteTheme extends DefaultTheme {
    override buildNavigation(reflection: ProjectReflection): NavigationElement[] {
      const doors = super
        .buildNavigation(reflection)
        .filter(({ kind }) => kind === ReflectionKind.Module);
      return [
        ...guide.map(elementOf),
        { text: 'Reference', path: referenceUrl, children: doors },
        elementOf(project),
      ];
    }
  };

const elementOf = ({ title, url, children }: Page): NavigationElement => ({
  text: title,
  path: url,
  ...(children.length > 0 && { children: children.map(elementOf) }),
});
