/* For header.c.  */
struct point
{
  int x, y;
#if REV == 3
  int z;
#endif
};

static inline int
distance (const struct point *p)
{
#if REV == 4
  return p->x * p->x + p->y * p->y;
#else
  return p->x + p->y;
#endif
}

#if REV == 2
extern int declared_only (struct point *p);
#endif
