import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Application,
  Comment,
  CommentTag,
  Converter,
  DocumentReflection,
  MinimalSourceFile,
  normalizePath,
  ReflectionKind,
  Renderer,
  TSConfigReader,
  TypeDocReader,
  type DeclarationReflection,
  type Logger,
  type ProjectReflection,
  type Router,
} from 'typedoc';
import { explanations } from '../../../lib/cli/explanations.js';
import { sentenceOf } from './markdown.js';
import { root, sourcesOf, type Listed, type Page, type Pages } from './pages.js';
import { SiteRouter, themeOf } from './theme.js';

/**
 * Renders pages and the reference by typedoc, with the options of `typedoc.json`.
 *
 * @returns the doors of the library, as they are listed
 */
export const render = async (pages: Pages, out: string): Promise<readonly Listed[]> => {
  const app = await Application.bootstrap({ out, router: 'site', theme: 'site' }, [
    new TypeDocReader(),
    new TSConfigReader(),
  ]);
  app.renderer.defineRouter('site', SiteRouter);
  app.renderer.defineTheme('site', themeOf(pages));
  app.converter.on(Converter.EVENT_BEGIN, ({ project }) => {
    addPages(app, project, pages);
  });
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_, made) => {
    if (made.kindOf(ReflectionKind.Module)) made.name = doorNames.get(made.name) ?? made.name;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    linkErrors(project);
  });
  const doors: Listed[] = [];
  app.renderer.on(Renderer.EVENT_END, ({ project }) => {
    doors.push(...(project.children ?? []).map((door) => listed(door, app.renderer.router)));
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('The sources do not compile.');
  app.validate(project);
  refuseComplaints(app.logger);
  await app.generateDocs(project, out);
  refuseComplaints(app.logger);
  return doors;
};

const refuseComplaints = (logger: Logger): void => {
  if (logger.hasErrors() || logger.hasWarnings()) {
    throw new Error('There are errors or warnings; they stand above. Correct what they name.');
  }
};

/** A door, with the first sentence about it, or about what it is for. */
const listed = (door: DeclarationReflection, router: Router | undefined): Listed => {
  const [made] = door.getChildrenByKind(ReflectionKind.Function);
  const comment = door.comment ?? made?.signatures?.[0]?.comment;
  return {
    title: door.name,
    url: router?.getFullUrl(door) ?? '',
    sentence: sentenceOf(`# ${door.name}\n\n${Comment.combineDisplayParts(comment?.summary)}`),
  };
};

/** The names under which doors are imported, by the names that typedoc gives them. */
const doorNames: ReadonlyMap<string, string> = new Map(
  Object.entries(
    // A file of this project, whose doors have types.
    (
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        readonly exports: Readonly<Record<string, { readonly types?: string }>>;
      }
    ).exports,
  ).flatMap(([door, { types }]) =>
    types === undefined
      ? []
      : [
          [
            types.replace(/^\.\/dist\/(.+?)(?:(?<=.)\/index)?\.d\.ts$/u, '$1'),
            door.replace(/^\./u, 'rivulet'),
          ],
        ],
  ),
);

const addPages = (app: Application, project: ProjectReflection, pages: Pages): void => {
  const add = (
    { file, text, title, url, sentence, children }: Page,
    parent: ProjectReflection | DocumentReflection,
    group: string,
  ): void => {
    const path = normalizePath(join(root, file));
    const { content } = app.converter.parseRawComment(
      new MinimalSourceFile(text, path),
      project.files,
    );
    const page = new DocumentReflection(title, parent, content, { url, group, summary: sentence });
    parent.addChild(page);
    project.registerReflection(page, undefined, path);
    app.converter.trigger(Converter.EVENT_CREATE_DOCUMENT, undefined, page);
    for (const child of children) add(child, page, group);
  };
  for (const page of [...pages.guide, pages.project]) add(page, project, 'Pages');
  for (const page of sourcesOf(pages)) add(page, project, 'Sources');
};

/** Links the reference of an error to the page about it, and lists the errors of a door together. */
const linkErrors = (project: ProjectReflection): void => {
  const pages = new Map(
    project
      .getReflectionsByKind(ReflectionKind.Document)
      .map((page) => [page instanceof DocumentReflection ? page.frontmatter['url'] : '', page]),
  );
  for (const found of project.getReflectionsByKind(ReflectionKind.Class)) {
    const page = found.name in explanations ? pages.get(`errors/${found.name}.html`) : undefined;
    if (page === undefined) continue;
    found.comment?.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: 'errors' }]));
    found.comment?.summary.push(
      { kind: 'text', text: '\n\n' },
      { kind: 'inline-tag', tag: '@link', text: 'Why it comes, and what to do', target: page },
    );
  }
};
